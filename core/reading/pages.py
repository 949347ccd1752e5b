"""Lists by the page: the statement of a page, and what came of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import strawberry
from sqlalchemy import ColumnElement, Select, func, select

from core.declare import Connection, Entity
from core.declare.entity import Row
from core.declare.field import Alias
from core.errors import BadInput
from core.reading import cursors
from core.reading.filters import filtered
from core.reading.kept import Record
from core.reading.late import converted, number
from core.reading.ordering import Step, Term, after, steps, terms
from core.reading.rows import Shape
from core.reading.search import Search
from core.reading.visible import alias_of, visible
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.registry import Registry

DEFAULT_PAGE = 50
LARGEST_PAGE = 500


@strawberry.enum(description="What a list does with archived rows.")
class Archived(Enum):
    EXCLUDE = strawberry.enum_value("EXCLUDE", description="Leave them out.")
    INCLUDE = strawberry.enum_value("INCLUDE", description="Show them among the others.")
    ONLY = strawberry.enum_value("ONLY", description="Show nothing else.")


@dataclass(frozen=True)
class Page:
    """Consecutive rows of a list."""

    listing: "Listing"
    rows: Sequence[Row]
    values: Sequence[Record]
    """What was read of each row; its values of the list's order begin at `start`."""
    start: int
    has_next_page: bool
    count: Callable[[], Awaitable[int]]

    @property
    def has_previous_page(self) -> bool:
        """Whether the page began after a cursor."""
        return self.listing.arguments.get("after") is not None

    @cached_property
    def cursors(self) -> Sequence[str]:
        """The cursor of each row."""
        mark, order = self.listing.mark, slice(self.start, self.start + len(self.listing.steps))
        return [cursors.encode(mark, values[order]) for values in self.values]


@dataclass(frozen=True)
class Listing:
    """One list of a query: its field, arguments and viewer."""

    registry: "Registry"
    viewer: Viewer
    field: Connection
    entity: Entity
    arguments: Mapping[str, Any]
    seen: bool = False
    """Whether the parent makes all its rows visible, so that they need not be looked at."""

    @property
    def first(self) -> Any:
        """Rows on a page, a late value if the client's is; BadInput outside 0 to 500."""
        first = self.arguments.get("first")
        return converted(DEFAULT_PAGE if first is None else first, _checked_first)

    def page(self, shape: Shape, parent: Alias | None = None) -> Select[Any]:
        """Read one page and one row more; the values of the order follow those of the shape."""
        row = alias_of(self.registry, self.entity, self.viewer)
        order = self.order(row)
        statement = (
            select(
                *shape.sql(row, self.viewer), *(t.sql.label(f"o{i}") for i, t in enumerate(order))
            )
            .where(*self.conditions(row, parent))
            .order_by(*(t.by() for t in order))
            .limit(number(self.first, 1))
        )
        if (cursor := self.arguments.get("after")) is not None:
            values = cursors.cursor_values(self.mark, order, cursor)
            statement = statement.where(after(order, values))
        return statement

    def count(self, parent: Alias | None = None) -> Select[Any]:
        """Count the rows of all pages."""
        row = alias_of(self.registry, self.entity, self.viewer)
        return select(func.count().label("n")).select_from(row).where(*self.conditions(row, parent))

    def made(
        self, shape: Shape, records: Sequence[Record], count: Callable[[], Awaitable[int]]
    ) -> Page:
        """The page of what `page` read."""
        kept = records[: self.first]
        more = len(records) > len(kept)
        return Page(self, shape.rows(kept), kept, shape.width, more, count)

    @cached_property
    def steps(self) -> list[Step]:
        """What the rows are ordered by: as asked, by the rank of a search, or as usual."""
        by_rank = [Step("search", descending=True)] if self._is_ranked else []
        return [*by_rank, *steps(self._order)]

    @cached_property
    def mark(self) -> str:
        """What its cursors begin with."""
        return cursors.list_mark(f"{self.entity.name}.{self.field.name}", self.steps)

    def order(self, row: Alias) -> list[Term]:
        """The steps as SQL."""
        found = terms(self.registry, self.entity, row, self.viewer, self._order)
        if self._is_ranked and self.entity.search:
            rank = self.entity.search(row, self._search)[1]
            return [Term("search", rank, descending=True, nullable=False), *found]
        return found

    @property
    def _order(self) -> Sequence[Mapping[str, Any]]:
        return self.arguments.get("orderBy") or [self.entity.order]

    @property
    def _is_ranked(self) -> bool:
        searched = self.entity.search is not None and bool(self._search)
        return searched and not self.arguments.get("orderBy")

    @property
    def _search(self) -> Search:
        return Search(self.arguments.get("search")).checked()

    def conditions(self, row: Alias, parent: Alias | None) -> list[ColumnElement[bool]]:
        """What holds for the rows of all pages, that the viewer sees them among it."""
        found = [] if self.seen else [visible(self.registry, self.entity, row, self.viewer)]
        if parent is not None and self.field.join is not None:
            found.append(self.field.join(parent, row))
        if self.entity.archivable:
            found += _archived(row, self.arguments.get("archived"))
        if where := self.arguments.get("filter"):
            found.append(filtered(self.registry, self.entity, row, self.viewer, where))
        if self.entity.search and (search := self._search):
            found.append(self.entity.search(row, search)[0])
        return found


def _checked_first(first: int) -> int:
    if not 0 <= first <= LARGEST_PAGE:
        raise BadInput(f"'first' is {first}; it must be from 0 to {LARGEST_PAGE}.")
    return first


def _archived(row: Alias, wanted: Archived | None) -> list[ColumnElement[bool]]:
    if wanted is Archived.INCLUDE:
        return []
    if wanted is Archived.ONLY:
        return [row.archived_at.is_not(None)]
    return [row.archived_at.is_(None)]
