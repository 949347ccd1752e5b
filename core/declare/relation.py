"""Fields that lead from a row to rows of another entity."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import InstrumentedAttribute

from core.declare.aliases import alias
from core.declare.field import Alias, Declared

Join = Callable[[Alias, Alias], ColumnElement[bool]]
"""The condition that ties a row (first) to a related row (second)."""

PLAIN_LIST_LIMIT = 500
"""The most rows a plain list shows; what can grow past it is declared as a connection."""


class Relation(Declared):
    """A field whose value is rows of the entity `target` (by GraphQL name)."""

    def __init__(self, target: str, description: str, permission: StrEnum | None) -> None:
        super().__init__(description, permission)
        self.target = target


class ToOne(Relation):
    """At most one row, found by the key that a column of this row holds."""

    def __init__(
        self, target: str, via: str | None, description: str, permission: StrEnum | None
    ) -> None:
        super().__init__(target, description, permission)
        self._via = via

    @property
    def via(self) -> str:
        """The attribute of this row that holds the key: `owner` -> `owner_id`."""
        return self._via or f"{self.name}_id"

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.via,)


class ToMany(Relation):
    """A short list of rows, at most `limit`, in a fixed order.

    `needs` are the columns of this row that the condition reads, `id` first.
    """

    def __init__(
        self,
        target: str,
        by: "By",
        description: str,
        *,
        order: Mapping[str, str] | None = None,
        limit: int = PLAIN_LIST_LIMIT,
        permission: StrEnum | None = None,
        needs: tuple[str, ...] = ("id",),
    ) -> None:
        super().__init__(target, description, permission)
        self.by = by
        self.join = _join(by)
        self.order = order
        self.limit = limit
        self._needs = needs

    @property
    def needs(self) -> tuple[str, ...]:
        return self._needs

    def key(self, row: Any) -> Any:
        """What tells the list of a row from those of others: its key, or all that it needs."""
        return row.id if len(self._needs) == 1 else tuple(getattr(row, n) for n in self._needs)


class ToOneThrough(ToMany):
    """At most one row in use, that a condition ties to this one: a column holds no key of it."""

    def __init__(
        self, target: str, by: "By", description: str, permission: StrEnum | None = None
    ) -> None:
        super().__init__(target, by, description, limit=1, permission=permission)


class Connection(Relation):
    """Rows by the page: filter, orderBy, first, after, totalCount. At the root it has no join."""

    def __init__(
        self,
        target: str,
        by: "By | None",
        description: str,
        *,
        permission: StrEnum | None = None,
    ) -> None:
        super().__init__(target, description, permission)
        self.by = by
        self.join = _join(by) if by else None

    @property
    def needs(self) -> tuple[str, ...]:
        return ("id",) if self.join else ()


def through(mine: InstrumentedAttribute[Any], theirs: InstrumentedAttribute[Any]) -> Join:
    """The condition of a relation that a table of pairs holds, by its columns of either row."""
    pairs = mine.class_

    def join(parent: Alias, child: Alias) -> ColumnElement[bool]:
        pair = alias(pairs)
        held = getattr(pair, mine.key) == parent.id, getattr(pair, theirs.key) == child.id
        return exists().where(*held).correlate_except(pair)

    return join


By = InstrumentedAttribute[Any] | Join
"""The column of the other model that holds this row's key, or a condition between the two.

A condition that needs a further table is made by `through`.
"""


def _join(by: By) -> Join:
    if isinstance(by, InstrumentedAttribute):
        key = by.key
        return lambda parent, child: getattr(child, key) == parent.id
    return by


def one(
    target: str,
    description: str,
    *,
    via: str | None = None,
    by: By | None = None,
    permission: StrEnum | None = None,
) -> Any:
    """Lead to one row: `owner = one("Employee", "…")` follows the column `owner_id`.

    `by` ties the rows as `many` does, for a table of pairs that has one for each row at most.
    """
    if by is not None:
        return ToOneThrough(target, by, description, permission)
    return ToOne(target, via, description, permission)


def many(
    target: str,
    by: By,
    description: str,
    *,
    order: Mapping[str, str] | None = None,
    limit: int = PLAIN_LIST_LIMIT,
    permission: StrEnum | None = None,
    needs: tuple[str, ...] = ("id",),
) -> Any:
    """Lead to a list that cannot grow without bound; `order` as in `orderBy`.

    Rows of a report name in `needs` all their columns that the condition reads, `id` first.
    """
    return ToMany(
        target, by, description, order=order, limit=limit, permission=permission, needs=needs
    )


def connection(
    target: str, by: By | None, description: str, *, permission: StrEnum | None = None
) -> Any:
    """Lead to a list that can grow: a Relay connection. `by=None` stands for all rows (a root)."""
    return Connection(target, by, description, permission=permission)
