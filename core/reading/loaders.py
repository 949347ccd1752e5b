"""Loaders: rows that many fields ask for at the same moment, read by one statement."""

from asyncio import Future
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from aiodataloader import DataLoader

from core.declare import ByKeyAsOf, Connection, Entity, ToMany, ToOne
from core.declare.entity import Row
from core.ids import decode_as
from core.reading.batches import RelatedRows, ReportRows, RowAsOf, RowsByKey, RowsOfComputed
from core.reading.pages import Page
from core.reading.paging import ROOT, Pages
from core.reading.reports import Report
from core.reading.selection import Document, Leading, Nodes, ResolveInfo, Selected
from core.viewer import Viewer, require

if TYPE_CHECKING:
    from core.context import Info
    from core.deployment import Deployment

T = TypeVar("T")
Find = Callable[["Deployment", Viewer, list[int]], Coroutine[Any, Any, list[T]]]
"""Finds something for each of several keys, in their order, for a viewer."""


class Loaders:
    """The loaders of one request, one for each place of its document."""

    def __init__(self, deployment: "Deployment", viewer: Viewer | None) -> None:
        self._deployment = deployment
        self.registry = deployment.registry
        self.statements = deployment.statements
        self._viewer = viewer
        self._document: Document | None = None
        self._loaders: dict[object, DataLoader[int, Any]] = {}

    @property
    def viewer(self) -> Viewer:
        """Who is looking; raises Unauthenticated."""
        return require(self._viewer, None)

    def clear(self) -> None:
        """Forget all rows: called after a write."""
        self._loaders.clear()

    def by_key(self, info: ResolveInfo, entity: Entity, key: int) -> "Future[Row | None]":
        """The visible row with a key, or None."""
        return self._rows(self._asked(info), info.field_nodes, entity).load(key)

    def as_of(
        self, info: ResolveInfo, field: ByKeyAsOf, key: int, day: date
    ) -> "Future[Row | None]":
        """The visible row with a key as it was when a day ended, or None."""
        place = ("as of", *map(id, info.field_nodes))
        document = self._asked(info)
        made = self._at(place, lambda: RowAsOf(self, document, info.field_nodes, field, day))
        return made.load(key)

    def report(
        self, info: ResolveInfo, field: Report, arguments: Mapping[str, Any]
    ) -> "Future[list[Row]]":
        """The rows of a report."""
        place = ("report", *map(id, info.field_nodes))
        document = self._asked(info)
        made = self._at(
            place, lambda: ReportRows(self, document, info.field_nodes, field, arguments)
        )
        return made.load(ROOT)

    def related(
        self, info: ResolveInfo, field: ToMany, parent: Entity, row: Any
    ) -> "Future[list[Row]]":
        """The rows of a plain list of a row."""
        lists = self._lists(self._asked(info), info.field_nodes, field, parent)
        return lists.load(field.key(row))

    def page(
        self,
        info: ResolveInfo,
        field: Connection,
        parent: Entity | None,
        key: int,
        arguments: Mapping[str, Any],
    ) -> "Future[Page]":
        """A page of a list, below a parent or at the root."""
        document = self._asked(info)
        return self._pages(document, info.field_nodes, field, parent, arguments).load(key)

    def batched(self, find: "Find[T]", key: int) -> "Future[T]":
        """What a function finds for a key; it is called once for all keys of the same moment.

        For Python fields of plugins that load more than rows of an entity.
        """

        async def found(keys: list[int]) -> list[T]:
            return await find(self._deployment, self.viewer, keys)

        loader: DataLoader[int, T] = self._at(("own", find), lambda: DataLoader(found))
        return loader.load(key)

    def begin(
        self, document: Document, entity: Entity, selected: Selected, rows: Sequence[Row]
    ) -> Iterator[Awaitable[Any]]:
        """Begin to load what is selected below rows of an entity."""
        for field, nodes in selected.leading:
            loader = self._below(document, entity, field, nodes)
            if loader is not None:
                yield from map(loader.load, _keys(field, rows))

    def _asked(self, info: ResolveInfo) -> Document:
        if self._document is None or self._document.operation is not info.operation:
            self._document = Document(info)
        return self._document

    def _below(
        self, document: Document, entity: Entity, field: Leading, nodes: Nodes
    ) -> DataLoader[int, Any] | None:
        """The loader of what a field leads to; None where the field tells why there is nothing."""
        target = self.registry.entity(field.target)
        if not all(p is None or self.viewer.may(p) for p in (field.permission, target.read)):
            return None
        if isinstance(field, ToOne):
            return self._rows(document, nodes, target)
        if isinstance(field, ToMany):
            return self._lists(document, nodes, field, entity)
        arguments = document.arguments(entity.name, nodes[0])
        if arguments is None:
            return None
        return self._pages(document, nodes, field, entity if field.join else None, arguments)

    def _rows(self, document: Document, nodes: Nodes, entity: Entity) -> DataLoader[int, Any]:
        place = ("key", *map(id, nodes), entity.name)
        return self._at(place, lambda: RowsByKey(self, document, nodes, entity))

    def _lists(
        self, document: Document, nodes: Nodes, field: ToMany, parent: Entity
    ) -> DataLoader[int, Any]:
        place = ("list", *map(id, nodes), parent.name)
        kind = RelatedRows if len(field.needs) == 1 else RowsOfComputed
        return self._at(place, lambda: kind(self, document, nodes, field, parent))

    def _pages(
        self,
        document: Document,
        nodes: Nodes,
        field: Connection,
        parent: Entity | None,
        arguments: Mapping[str, Any],
    ) -> DataLoader[int, Any]:
        place = ("page", *map(id, nodes), parent and parent.name)
        return self._at(place, lambda: Pages(self, document, nodes, field, parent, arguments))

    def _at(self, place: object, made: Callable[[], DataLoader[int, Any]]) -> DataLoader[int, Any]:
        loader = self._loaders.get(place)
        if loader is None:
            loader = self._loaders[place] = made()
        return loader


def _keys(field: Leading, rows: Sequence[Row]) -> set[Any]:
    """The keys that a field of rows leads to."""
    if isinstance(field, ToOne):
        return {key for row in rows if (key := getattr(row, field.via)) is not None}
    if isinstance(field, Connection) and field.join is None:
        return {ROOT}
    if isinstance(field, ToMany):
        return {field.key(row) for row in rows}
    return {row.id for row in rows}


def ready(found: "Future[T]") -> "Future[T] | T":
    """The result, if it is there already: it takes less time than a future of it."""
    return found.result() if found.done() else found


def load(info: "Info", entity: str, key: int) -> Awaitable[Row | None]:
    """The visible row of an entity with a key, or None; reads what the query asks of it.

    For Python fields that return an entity. Raises Forbidden without the right to read it.
    """
    context = info.context
    found = context.deployment.registry.entity(entity)
    require(context.viewer, found.read)
    return context.loaders.by_key(info.resolving, found, key)


async def load_many(info: "Info", entity: str, keys: Sequence[int]) -> list[Row]:
    """The visible rows of an entity with the given keys, in that order, hidden ones left out."""
    rows = [await row for row in [load(info, entity, key) for key in keys]]
    return [row for row in rows if row is not None]


def load_by_id(info: "Info", entity: str, text: str) -> Awaitable[Row | None]:
    """As `load`, for a global id; BadInput if it is damaged or of another type."""
    found = info.context.deployment.registry.entity(entity)
    return load(info, entity, decode_as(found.prefix, text))
