"""Values that a statement learns when it runs, so that one text of SQL serves many requests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, bindparam, literal
from sqlalchemy.types import TypeEngine

Given = Mapping[int, Mapping[str, Any]]
"""The arguments of a request, by the place of their field."""

Prepare = Callable[[Any], Any]
"""Makes of what the client gave what SQL compares; BadInput if it cannot."""


@dataclass(frozen=True)
class Binds:
    """How the parameters of a statement follow from the arguments of a request."""

    readers: dict[str, Callable[[Given], Any]] = field(default_factory=dict)
    checks: list[Callable[[Given], Any]] = field(default_factory=list)
    """Readers of what no parameter holds, and what may be refused."""

    def add(self, kind: TypeEngine[Any], read: Callable[[Given], Any]) -> BindParameter[Any]:
        name = f"late_{len(self.readers)}"
        self.readers[name] = read
        return bindparam(name, None, type_=kind)


@dataclass(frozen=True)
class Late:
    """A value in an argument, found at `path` below the arguments of a place."""

    binds: Binds
    place: int
    path: tuple[str | int, ...]
    conversions: tuple[Prepare, ...] = ()
    known: Any = None
    """The value in the request that the statement is made for."""

    def read(self, given: Given) -> Any:
        value: Any = given[self.place]
        for step in self.path:
            value = value[step]
        for convert in self.conversions:
            value = convert(value)
        return value

    def check(self) -> None:
        """Read the value whenever the statement runs, although it is no parameter."""
        self.binds.checks.append(self.read)

    def bind(self, kind: TypeEngine[Any], prepare: Prepare) -> BindParameter[Any]:
        """A parameter of the statement that is `prepare(value)` when it runs."""
        return self.binds.add(kind, lambda given: prepare(self.read(given)))


def converted(value: Any, convert: Prepare) -> Any:
    """`convert(value)`; of a late value when it is known."""
    if isinstance(value, Late):
        known = convert(value.known)
        return replace(value, conversions=(*value.conversions, convert), known=known)
    return convert(value)


def as_sql(value: Any, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """The value in a statement; a late one as a parameter."""
    return (
        value.bind(kind, lambda known: known) if isinstance(value, Late) else literal(value, kind)
    )


def known(value: Any) -> Any:
    """The value; of a late one what it is in the request that the statement is made for."""
    return value.known if isinstance(value, Late) else value


def number(value: Any, plus: int = 0) -> ColumnElement[int]:
    """A whole number as a parameter, and something added."""
    if isinstance(value, Late):
        return value.bind(BigInteger(), lambda known: known + plus)
    return literal(value + plus, BigInteger())
