"""Relay connections of entities."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.field import StrawberryField

from core.declare import Entity
from core.declare.making import made_type
from core.reading.loaders import ready
from core.reading.pages import Page
from core.reading.selection import ResolveInfo
from schema.resolvers import Show


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether rows follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether the page began after a cursor.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first row.")
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last row; pass it as `after` for the next page."
    )


class Connections:
    """The connection and edge types of a schema, by entity."""

    def __init__(self) -> None:
        self._made: dict[str, type] = {}

    def of(self, entity: Entity) -> type:
        """`CustomerConnection`, with its edge type."""
        name = f"{entity.name}Connection"
        if name not in self._made:
            edge = made_type(
                f"{entity.name}Edge",
                f"A {entity.prefix} in its list.",
                [
                    _field("cursor", str, "Where this row stands in its list; opaque."),
                    _field("node", entity.origin, "The row."),
                ],
            )
            self._made[name] = made_type(
                name,
                f"A page of a list of {entity.prefix} rows.",
                [
                    _field("nodes", list[entity.origin], "The rows of the page."),  # type: ignore[name-defined]
                    _field("edges", list[edge], "The rows with their cursors."),  # type: ignore[valid-type]
                    _field("page_info", PageInfo, "Where the page lies in the list."),
                    _field("total_count", int, "Rows on all pages; counted only when asked for."),
                ],
            )
        return self._made[name]


def _edges(page: Page, info: ResolveInfo) -> list[dict[str, Any]]:
    return [
        {"node": row, "cursor": cursor} for row, cursor in zip(page.rows, page.cursors, strict=True)
    ]


def _page_info(page: Page, info: ResolveInfo) -> PageInfo:
    def at(cursors: Sequence[str], index: int) -> str | None:
        return cursors[index] if cursors else None

    return PageInfo(
        has_next_page=page.has_next_page,
        has_previous_page=page.has_previous_page,
        start_cursor=at(page.cursors, 0),
        end_cursor=at(page.cursors, -1),
    )


RESOLVERS = {
    "nodes": lambda page, info: page.rows,
    "edges": _edges,
    "page_info": _page_info,
    "total_count": Show(lambda page: ready(page.count())),
    "cursor": Show(itemgetter("cursor")),
    "node": lambda edge, info: edge["node"],
}
"""How the fields of connections and edges are answered."""


def _field(name: str, kind: Any, text: str) -> StrawberryField:
    return StrawberryField(
        python_name=name,
        type_annotation=StrawberryAnnotation(kind),
        description=text,
        metadata={"resolve": RESOLVERS[name]},
    )
