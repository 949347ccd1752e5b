"""Statements as text, kept for many requests: how their parameters follow from each of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, Select, bindparam
from sqlalchemy.types import TypeEngine

from core.declare.aliases import one_statement
from core.reading.late import Binds, Given
from core.reading.today import TODAY
from core.viewer import Viewer

VIEWER = "viewer"

NUMERIC = 1700
"""PostgreSQL's number of the type that the driver reads as Decimal."""

Process = Callable[[Any], Any]

Record = Sequence[Any]
"""The values of one row, in the order of the columns."""


@dataclass(frozen=True)
class Parameter:
    """A positional parameter that is no constant: the viewer's key, today, or of the request."""

    place: int
    read: Callable[[Given], Any] | None
    process: Process | None
    name: str

    def of(self, viewer: Viewer, given: Given, today: date) -> Any:
        """The value that the database driver gets; BadInput if what the client sent cannot be."""
        if self.read is None:
            return viewer.employee_id if self.name == VIEWER else today
        value = self.read(given)
        return value if self.process is None else self.process(value)


@dataclass(frozen=True)
class Kept:
    """SQL with positional parameters, and what its results become."""

    sql: str
    constants: Sequence[Any]
    """All parameters; in place of those that are no constants, None."""
    parameters: Sequence[Parameter]
    checks: Sequence[Callable[[Given], Any]]
    processes: Sequence[tuple[int, Process]]
    """What makes Python's values of the driver's, by the column's place."""

    def arguments(self, viewer: Viewer, given: Given, today: date) -> list[Any]:
        """The parameters for a viewer, the arguments of a request and the day it comes on."""
        for check in self.checks:
            check(given)
        values = [*self.constants]
        for parameter in self.parameters:
            values[parameter.place] = parameter.of(viewer, given, today)
        return values

    def read(self, records: Sequence[Record]) -> Sequence[Record]:
        """The driver's records with Python's values, such as members of enums."""
        return [self._processed(r) for r in records] if self.processes else records

    def _processed(self, record: Record) -> Record:
        values = list(record)
        for place, process in self.processes:
            values[place] = process(values[place])
        return values


def symbolic(viewer: Viewer) -> Viewer:
    """A viewer with the same permissions, whose key is a parameter of the statement."""
    return Viewer(_viewer_key(), viewer.permissions, viewer.via)


@cache
def _viewer_key() -> Any:
    return bindparam(VIEWER, None, type_=BigInteger())


def made(make: Callable[[], Select[Any]], binds: Binds, dialect: Dialect) -> Kept:
    """Make a statement, and turn it into text and parameters, once."""
    with one_statement():
        return kept(make(), binds, dialect)


def kept(statement: Select[Any], binds: Binds, dialect: Dialect) -> Kept:
    """Turn a statement into text and parameters, once."""
    compiled: Any = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    constants: list[Any] = []
    parameters = []
    for place, name in enumerate(compiled.positiontup or ()):
        process = _type_of(compiled, name).dialect_impl(dialect).bind_processor(dialect)
        read = binds.readers.get(name)
        if read is not None or name in (VIEWER, TODAY):
            constants.append(None)
            parameters.append(Parameter(place, read, process, name))
        else:
            value = compiled.params.get(name)
            constants.append(value if process is None else process(value))
    return Kept(
        str(compiled), constants, parameters, binds.checks, list(_processes(statement, dialect))
    )


def _type_of(compiled: Any, name: str) -> TypeEngine[Any]:
    """The type of a parameter; the values of a list of constants are `name_1`, `name_2`."""
    known = name if name in compiled.binds else name.rpartition("_")[0]
    kind: TypeEngine[Any] = compiled.binds[known].type
    return kind


def _processes(statement: Select[Any], dialect: Dialect) -> Any:
    for place, column in enumerate(statement.selected_columns):
        process = column.type.dialect_impl(dialect).result_processor(dialect, NUMERIC)
        if process is not None:
            yield place, process
