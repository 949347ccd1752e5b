"""Connections as JSON: nodes, edges, page info and count of a page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graphql import FieldNode
from sqlalchemy import ColumnElement, Select, and_, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from core.declare.field import Alias
from core.reading.ordering import after
from core.reading.pages import Listing
from schema.compiled.after import cursor_values
from schema.compiled.cursors import cursor
from schema.compiled.json import listed, number, object_of, or_empty
from schema.compiled.uncompiled import Uncompiled

if TYPE_CHECKING:
    from schema.compiled.building import Builder

ROW_NUMBER = "row_number"
CURSOR = "row_cursor"


class PageBuilder:
    """Builds the value of one connection field."""

    def __init__(
        self, builder: "Builder", listing: Listing, nodes: Sequence[FieldNode], parent: Alias | None
    ) -> None:
        self._builder = builder
        self._listing = listing
        self._parent = parent
        self._entity = listing.entity
        self._row: Any = aliased(self._entity.model)
        self._order = listing.order(self._row)
        self._fields = self._collect(nodes, f"{self._entity.name}Connection")

    def value(self) -> ColumnElement[Any]:
        """The connection as a JSON object."""
        asked = [nodes[0].name.value for nodes in self._fields.values()]
        paged = [name for name in asked if name not in ("totalCount", "__typename")]
        if paged in ([], ["nodes"]):
            return object_of(select(*(self._plain(k, n) for k, n in self._fields.items())))
        return self._whole()

    def _collect(self, nodes: Sequence[FieldNode], kind: str) -> Any:
        return self._builder.collecting.fields(nodes, frozenset({kind}))

    def _plain(self, key: str, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        name = nodes[0].name.value
        if name == "nodes":
            values = self._builder.values(self._entity, self._row, nodes)
            return listed(self._page(values, extra=0)).label(key)
        return self._other(name).label(key)

    def _other(self, name: str) -> ColumnElement[Any]:
        if name == "__typename":
            return literal(f"{self._entity.name}Connection")
        if name != "totalCount":
            raise Uncompiled(f"{self._entity.name}Connection.{name} is unknown")
        count = self._listing.count(self._parent)
        return (
            count.correlate(self._parent) if self._parent is not None else count
        ).scalar_subquery()

    def _page(self, values: Sequence[ColumnElement[Any]], extra: int) -> Select[Any]:
        found = (
            select(*values)
            .where(*self._listing.conditions(self._row, self._parent), *self._after())
            .order_by(*(t.by() for t in self._order))
            .limit(number(self._listing.first, extra))
        )
        return found.correlate_except(self._row)

    def _after(self) -> list[ColumnElement[bool]]:
        cursor = self._listing.arguments.get("after")
        if cursor is None:
            return []
        mark = self._listing.mark(self._order)
        return [
            after(self._order, cursor_values(self._builder.requested, mark, self._order, cursor))
        ]

    def _whole(self) -> ColumnElement[Any]:
        """With edges or page info: numbered rows, gathered by aggregates over them."""
        position = func.row_number().over(order_by=[t.by() for t in self._order])
        mark = self._listing.mark(self._order)
        columns = [position.label(ROW_NUMBER), cursor(mark, self._order).label(CURSOR)]
        for key, nodes in self._fields.items():
            if (value := self._item(nodes)) is not None:
                columns.append(value.label(f"item_{key}"))
        page = self._page(columns, extra=1).subquery()
        gathered = [self._gathered(page, k, n).label(k) for k, n in self._fields.items()]
        return object_of(select(*gathered).select_from(page))

    def _item(self, nodes: Sequence[FieldNode]) -> ColumnElement[Any] | None:
        name = nodes[0].name.value
        if name == "nodes":
            return self._object(self._builder.values(self._entity, self._row, nodes))
        if name != "edges":
            return None
        edge = f"{self._entity.name}Edge"
        mark = self._listing.mark(self._order)
        values: list[ColumnElement[Any]] = []
        for key, same in self._collect(nodes, edge).items():
            kind = same[0].name.value
            if kind == "__typename":
                values.append(literal(edge).label(key))
            elif kind == "cursor":
                values.append(cursor(mark, self._order).label(key))
            else:
                node = self._builder.values(self._entity, self._row, same)
                values.append(self._object(node).label(key))
        return self._object(values)

    def _object(self, values: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
        return object_of(select(*values).correlate(self._row))

    def _gathered(self, page: Any, key: str, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        name = nodes[0].name.value
        kept = page.c[ROW_NUMBER] <= number(self._listing.first)
        if name in ("nodes", "edges"):
            ordered = aggregate_order_by(page.c[f"item_{key}"], page.c[ROW_NUMBER])
            return or_empty(func.json_agg(ordered).filter(kept))
        if name == "pageInfo":
            return self._page_info(page, nodes, kept)
        return self._other(name)

    def _page_info(
        self, page: Any, nodes: Sequence[FieldNode], kept: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        first, after_cursor = self._listing.first, self._listing.arguments.get("after")
        position, cursors = page.c[ROW_NUMBER], page.c[CURSOR]
        last = func.array_agg(aggregate_order_by(cursors, position.desc())).filter(kept)
        values = {
            "__typename": literal("PageInfo"),
            "hasNextPage": func.coalesce(func.max(position) > number(first), False),
            "hasPreviousPage": literal(after_cursor is not None),
            "startCursor": func.max(cursors).filter(and_(position == 1, kept)),
            "endCursor": func.array_to_json(last).op("->>")(0),
        }
        pairs: list[Any] = []
        for key, same in self._collect(nodes, "PageInfo").items():
            pairs += [literal(key), values[same[0].name.value]]
        return func.json_build_object(*pairs)
