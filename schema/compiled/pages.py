"""Connections as JSON: nodes, edges, page info and count of a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from graphql import FieldNode
from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from core.declare.field import Alias
from core.reading.cursors import cursor_values, decode
from core.reading.late import Late, converted, number
from core.reading.ordering import after
from core.reading.pages import Listing
from core.reading.visible import alias_of
from schema.compiled.cursors import cursor
from schema.compiled.json import Entry, composed, entry, listed, object_of, or_empty, pairs
from schema.compiled.uncompiled import Uncompiled

if TYPE_CHECKING:
    from schema.compiled.building import Builder
    from schema.compiled.collecting import Fields

ROW_NUMBER = "row_number"
CURSOR = "row_cursor"

UNPAGED = frozenset({"totalCount", "__typename"})
"""Fields of a connection that no page is read for."""


Item = Callable[[Subquery], ColumnElement[Any]]
"""A value of one row of a page, made of its columns."""


class PageBuilder:
    """Builds the value of one connection field."""

    def __init__(
        self, builder: "Builder", listing: Listing, nodes: Sequence[FieldNode], parent: Alias | None
    ) -> None:
        self._builder = builder
        self._listing = listing
        self._parent = parent
        self._entity = listing.entity
        self._row = alias_of(listing.registry, self._entity, listing.viewer)
        self._order = listing.order(self._row)
        self._mark = listing.mark
        self._fields = self._collect(nodes, f"{self._entity.name}Connection")

    def value(self) -> ColumnElement[Any]:
        """The connection as a JSON object."""
        asked = [nodes[0].name.value for nodes in self._fields.values()]
        paged = [name for name in asked if name not in UNPAGED]
        if not paged:
            self._check_page()
        if paged in ([], ["nodes"]):
            return composed(self._entries(self._fields, self._plain))
        return self._whole()

    def _check_page(self) -> None:
        """Refuse bad arguments of a page that is not read, as those of one that is."""
        arguments = [self._listing.first]
        if self._cursor is not None:
            arguments.append(converted(self._cursor, partial(decode, self._mark, self._order)))
        for argument in arguments:
            if isinstance(argument, Late):
                argument.check()

    @property
    def _cursor(self) -> Any:
        return self._listing.arguments.get("after")

    def _collect(self, nodes: Sequence[FieldNode], kind: str) -> "Fields":
        return self._builder.collecting.fields(nodes, frozenset({kind}))

    def _entries(self, fields: "Fields", value: Any) -> list[Entry]:
        return [entry(key, nodes, value(nodes)) for key, nodes in fields.items()]

    def _plain(self, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        if nodes[0].name.value != "nodes":
            return self._other(nodes)
        values = self._builder.entries(self._entity, self._row, nodes)
        return listed(values, lambda columns: self._page(columns, extra=0))

    def _other(self, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        name = nodes[0].name.value
        if name == "__typename":
            return literal(f"{self._entity.name}Connection")
        if name != "totalCount":
            raise Uncompiled(f"{self._entity.name}Connection.{name} is unknown")
        count = self._listing.count(self._parent)
        if self._parent is not None:
            count = count.correlate(self._parent)
        return count.scalar_subquery()

    def _page(self, values: Sequence[ColumnElement[Any]], extra: int) -> Select[Any]:
        found = (
            select(*values)
            .select_from(self._row)
            .where(*self._listing.conditions(self._row, self._parent), *self._after())
            .order_by(*(t.by() for t in self._order))
            .limit(number(self._listing.first, extra))
        )
        return found.correlate_except(self._row)

    def _after(self) -> list[ColumnElement[bool]]:
        if self._cursor is None:
            return []
        values = cursor_values(self._mark, self._order, self._cursor)
        return [after(self._order, values)]

    def _whole(self) -> ColumnElement[Any]:
        """With edges or page info: numbered rows, gathered by aggregates over them."""
        position = func.row_number().over(order_by=[t.by() for t in self._order])
        columns: list[ColumnElement[Any]] = [
            position.label(ROW_NUMBER),
            cursor(self._mark, self._order).label(CURSOR),
        ]
        items = {key: self._item(nodes, columns) for key, nodes in self._fields.items()}
        page = self._page(columns, extra=1).subquery()
        gathered = [
            entry(key, nodes, self._gathered(page, items[key], nodes))
            for key, nodes in self._fields.items()
        ]
        # having makes one row of the page even where nothing is aggregated
        return object_of(gathered, lambda columns: _grouped(select(*columns).select_from(page)))

    def _item(self, nodes: Sequence[FieldNode], columns: list[ColumnElement[Any]]) -> Item | None:
        """What to show of each row of the page, whose values become columns of the page."""
        name = nodes[0].name.value
        if name == "nodes":
            return self._node(nodes, columns)
        if name != "edges":
            return None
        found = self._collect(nodes, f"{self._entity.name}Edge")
        return _object({key: self._of_edge(same, columns) for key, same in found.items()}, found)

    def _of_edge(self, nodes: Sequence[FieldNode], columns: list[ColumnElement[Any]]) -> Item:
        name = nodes[0].name.value
        if name == "__typename":
            return lambda page: literal(f"{self._entity.name}Edge")
        return _column(CURSOR) if name == "cursor" else self._node(nodes, columns)

    def _node(self, nodes: Sequence[FieldNode], columns: list[ColumnElement[Any]]) -> Item:
        # the values stand where the row is selected from: an expression may correlate with it
        entries = self._builder.entries(self._entity, self._row, nodes)
        first = len(columns)
        columns += [e.value.label(f"v{first + n}") for n, e in enumerate(entries)]
        return lambda page: _row(
            page, [replace(e, value=page.c[f"v{first + n}"]) for n, e in enumerate(entries)]
        )

    def _gathered(
        self, page: Subquery, item: Item | None, nodes: Sequence[FieldNode]
    ) -> ColumnElement[Any]:
        kept = page.c[ROW_NUMBER] <= number(self._listing.first)
        if item is not None:
            ordered = aggregate_order_by(item(page), page.c[ROW_NUMBER])
            return or_empty(func.json_agg(ordered).filter(kept))
        if nodes[0].name.value == "pageInfo":
            return self._page_info(page, nodes, kept)
        return self._other(nodes)

    def _page_info(
        self, page: Subquery, nodes: Sequence[FieldNode], kept: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        position, cursors = page.c[ROW_NUMBER], page.c[CURSOR]
        last = func.array_agg(aggregate_order_by(cursors, position.desc())).filter(kept)
        values: dict[str, ColumnElement[Any]] = {
            "__typename": literal("PageInfo"),
            "hasNextPage": func.coalesce(func.max(position) > number(self._listing.first), False),
            "hasPreviousPage": literal(self._cursor is not None),
            "startCursor": func.max(cursors).filter(and_(position == 1, kept)),
            "endCursor": func.array_to_json(last).op("->>")(0),
        }
        found = self._collect(nodes, "PageInfo")
        return pairs([(key, values[same[0].name.value]) for key, same in found.items()])


def _column(name: str) -> Item:
    return lambda page: page.c[name]


def _object(items: Mapping[str, Item], fields: "Fields") -> Item:
    return lambda page: _row(
        page,
        [entry(key, fields[key], item(page)) for key, item in items.items()],
    )


def _row(page: Subquery, entries: Sequence[Entry]) -> ColumnElement[Any]:
    return object_of(entries, lambda columns: select(*columns).correlate(page))


def _grouped(rows: Select[Any]) -> Select[Any]:
    return rows.having(literal_column("true"))
