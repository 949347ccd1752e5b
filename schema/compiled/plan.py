"""A compiled read: the text of its statement, and how its parameters follow from a request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Dialect, Select, bindparam

from core.reading.late import Binds, Given
from core.viewer import Viewer
from schema.compiled.filling import Fill

VIEWER = "viewer"

Process = Callable[[Any], Any]


@dataclass(frozen=True)
class Parameter:
    """One positional parameter: a constant, the viewer's key, or read from the request."""

    value: Any
    read: Callable[[Given], Any] | None
    process: Process | None
    is_viewer: bool

    def of(self, viewer: Viewer, given: Given) -> Any:
        """The value that the database driver gets; BadInput if what the client sent cannot be."""
        if self.is_viewer:
            return viewer.employee_id
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

    def arguments(self, viewer: Viewer, given: Given) -> tuple[Any, ...]:
        """The parameters for a viewer and the arguments of a request."""
        for check in self.checks:
            check(given)
        return tuple(parameter.of(viewer, given) for parameter in self.parameters)


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
    if read is None and name != VIEWER and process is not None:
        constant = process(constant)
    return Parameter(constant, read, process, name == VIEWER)
