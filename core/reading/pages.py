"""Lists by the page: the statement of a page, and what came of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import strawberry
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from core.declare import Connection, Entity
from core.declare.entity import Row
from core.declare.field import Alias
from core.errors import BadInput
from core.reading import cursors
from core.reading.filters import filtered
from core.reading.late import converted
from core.reading.ordering import Term, after, terms
from core.reading.rows import Shape
from core.reading.search import Search
from core.reading.visible import visible
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
    """Consecutive rows of a list, with the cursor of each."""

    rows: Sequence[Row]
    cursors: Sequence[str]
    has_next_page: bool
    has_previous_page: bool
    count: Callable[[], Awaitable[int]]


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

    def page(self, shape: Shape, parent: Alias | None = None) -> tuple[Select[Any], list[Term]]:
        """Read one page and one row more; the values of the order come last."""
        row = aliased(self.entity.model)
        order = self.order(row)
        statement = (
            select(
                *shape.sql(row, self.viewer), *(t.sql.label(f"o{i}") for i, t in enumerate(order))
            )
            .where(*self.conditions(row, parent))
            .order_by(*(t.by() for t in order))
            .limit(self.first + 1)
        )
        if (cursor := self.arguments.get("after")) is not None:
            values = cursors.decode(self.mark(order), order, cursor)
            statement = statement.where(after(order, values))
        return statement, order

    def count(self, parent: Alias | None = None) -> Select[Any]:
        """Count the rows of all pages."""
        row = aliased(self.entity.model)
        return select(func.count().label("n")).select_from(row).where(*self.conditions(row, parent))

    def made(
        self,
        rows: Sequence[Row],
        values: Sequence[Sequence[Any]],
        order: Sequence[Term],
        count: Callable[[], Awaitable[int]],
    ) -> Page:
        """The page that the answer of `page` holds."""
        mark = self.mark(order)
        kept = self.first
        return Page(
            rows[:kept],
            [cursors.encode(mark, v) for v in values[:kept]],
            len(rows) > kept,
            self.arguments.get("after") is not None,
            count,
        )

    def mark(self, order: Sequence[Term]) -> str:
        """What its cursors begin with."""
        return cursors.list_mark(f"{self.entity.name}.{self.field.name}", order)

    def order(self, row: Alias) -> list[Term]:
        """What the rows are ordered by: as asked, by the rank of a search, or as usual."""
        asked = self.arguments.get("orderBy")
        if not asked and self.entity.search and (search := self._search):
            return [
                Term("search", self.entity.search(row, search)[1], True, nullable=False),
                *terms(self.registry, self.entity, row, self.viewer, [self.entity.order]),
            ]
        return terms(self.registry, self.entity, row, self.viewer, asked or [self.entity.order])

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
