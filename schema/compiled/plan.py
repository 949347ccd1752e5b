"""A compiled read: the text of its statement, and how its parameters follow from a request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Dialect, Select, bindparam

from core.reading.late import Binds, Given
from core.reading.today import TODAY
from core.viewer import Viewer
from schema.compiled.filling import Fill

VIEWER = "viewer"

Process = Callable[[Any], Any]


@dataclass(frozen=True)
class Parameter:
    """One positional parameter: a constant, the viewer's key, today, or read from the request."""

    value: Any
    read: Callable[[Given], Any] | None
    process: Process | None
    name: str

    def of(self, viewer: Viewer, given: Given, today: date) -> Any:
        """The value that the database driver gets; BadInput if what the client sent cannot be."""
        if self.name == VIEWER:
            return viewer.employee_id
        if self.name == TODAY:
            return today
        if self.read is None:
            return self.value
        value = self.read(given)
        return value if self.process is None else self.process(value)


@dataclass(frozen=True)
class Plan:
    """SQL with positional parameters that gives the response's `data` as one JSON text.

    `fill` puts the values of Python fields into it, if it has any.
    """

    sql: str
    parameters: Sequence[Parameter]
    checks: Sequence[Callable[[Given], Any]]
    fill: Fill | None

    def arguments(self, viewer: Viewer, given: Given, today: date) -> tuple[Any, ...]:
        """The parameters for a viewer, the arguments of a request and the day it comes on."""
        for check in self.checks:
            check(given)
        return tuple(parameter.of(viewer, given, today) for parameter in self.parameters)


def symbolic(viewer: Viewer) -> Viewer:
    """A viewer with the same permissions, whose key is a parameter of the statement."""
    key: Any = bindparam(VIEWER, type_=BigInteger())
    return Viewer(key, viewer.permissions, viewer.via)


def plan_of(statement: Select[Any], binds: Binds, dialect: Dialect, fill: Fill | None) -> Plan:
    """Turn a statement into text and parameters, once."""
    compiled: Any = statement.compile(dialect=dialect)
    constants = compiled.params
    return Plan(
        str(compiled),
        [
            _parameter(name, compiled.binds[name].type, constants.get(name), binds, dialect)
            for name in compiled.positiontup or ()
        ],
        binds.checks,
        fill,
    )


def _parameter(name: str, kind: Any, constant: Any, binds: Binds, dialect: Dialect) -> Parameter:
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    read = binds.readers.get(name)
    if read is None and name not in (VIEWER, TODAY) and process is not None:
        constant = process(constant)
    return Parameter(constant, read, process, name)
