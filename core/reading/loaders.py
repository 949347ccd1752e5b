"""Loaders: rows that many fields ask for at the same moment, read by one statement."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from aiodataloader import DataLoader
from graphql import FieldNode
from sqlalchemy import BigInteger, Date, Select, literal, select
from sqlalchemy.orm import aliased

from core.declare import ByKeyAsOf, Connection, Entity, ToMany
from core.declare.entity import Row
from core.declare.field import Alias
from core.ids import decode_as
from core.reading.ordering import terms
from core.reading.pages import Listing, Page
from core.reading.reports import Asked, Report
from core.reading.rows import Shape, per_parent, row_as_of, rows_by_key, shape_of
from core.reading.selection import Document, ResolveInfo, asked
from core.reading.visible import visible
from core.viewer import Viewer, require

if TYPE_CHECKING:
    from core.context import Info
    from core.deployment import Deployment

Batch = Callable[[list[Any]], Coroutine[Any, Any, list[Any]]]

T = TypeVar("T")
Find = Callable[["Deployment", Viewer, list[int]], Coroutine[Any, Any, list[T]]]
"""Finds something for each of several keys, in their order, for a viewer."""


ROOT = 0
"""The key of a list that has no parent; no row has it."""


class Loaders:
    """The loaders of one request, one for each place of its document."""

    def __init__(self, deployment: "Deployment", viewer: Viewer | None) -> None:
        self._deployment = deployment
        self._viewer = viewer
        self._loaders: dict[object, DataLoader[Any, Any]] = {}
        self._shapes: dict[object, Shape] = {}

    def clear(self) -> None:
        """Forget all rows: called after a write."""
        self._loaders.clear()

    async def fetch(self, statement: Select[Any]) -> Sequence[Any]:
        return await self._deployment.database.fetch(statement)

    def by_key(self, info: ResolveInfo, entity: Entity, key: int) -> Awaitable[Row | None]:
        """The visible row with a key, or None."""

        def batch() -> Batch:
            shape = self._shape(info, entity, info.field_nodes)
            return lambda keys: self._rows_by_key(shape, keys)

        return self._loader(("key", *_place(info), entity.name), batch).load(key)

    async def as_of(self, info: ResolveInfo, field: ByKeyAsOf, key: int, day: date) -> Row | None:
        """The visible row with a key as it was when a day ended, or None."""
        registry, viewer = self._deployment.registry, self._viewing()
        shape = self._shape(info, registry.entity(field.target), info.field_nodes)
        row = row_as_of(registry, field, viewer, literal(key, BigInteger()), literal(day, Date()))
        build = shape.builder()
        rows = [build(r) for r in await self.fetch(select(*shape.sql(row, viewer)))]
        return rows[0] if rows else None

    async def report(
        self, info: ResolveInfo, field: Report, arguments: Mapping[str, Any]
    ) -> list[Row]:
        """The rows of a report."""
        registry, viewer = self._deployment.registry, self._viewing()
        shape = self._shape(info, registry.entity(field.target), info.field_nodes)
        row = field.row(Asked(registry, viewer, arguments))
        order = terms(registry, shape.entity, row, viewer, [shape.entity.order])
        found = select(*shape.sql(row, viewer)).order_by(*(t.by() for t in order))
        build = shape.builder()
        return [build(r) for r in await self.fetch(found.limit(field.limit))]

    def related(
        self, info: ResolveInfo, field: ToMany, parent: Entity, key: int
    ) -> Awaitable[list[Row]]:
        """The rows of a plain list."""

        def batch() -> Batch:
            entity = self._deployment.registry.entity(field.target)
            shape = self._shape(info, entity, info.field_nodes)
            return lambda keys: self._related(field, parent, shape, keys)

        return self._loader(("many", *_place(info), parent.name), batch).load(key)

    def page(
        self,
        info: ResolveInfo,
        field: Connection,
        parent: Entity | None,
        key: int,
        arguments: Mapping[str, Any],
    ) -> Awaitable[Page]:
        """A page of a list, below a parent or at the root."""

        def batch() -> Batch:
            listing = self._listing(field, arguments)
            document = Document(info)
            nodes = document.below(info.field_nodes, "nodes")
            for edge in document.below(info.field_nodes, "edges"):
                nodes += document.below([edge], "node")
            shape = self._shape(info, listing.entity, nodes)
            place = ("count", *_place(info), parent and parent.name)
            return lambda keys: self._pages(listing, shape, parent, place, keys)

        return self._loader(("page", *_place(info), parent and parent.name), batch).load(key)

    def batched(self, find: "Find[T]", key: int) -> Awaitable[T]:
        """What a function finds for a key; it is called once for all keys of the same moment.

        For Python fields of plugins that load more than rows of an entity.
        """

        def batch() -> Batch:
            return lambda keys: find(self._deployment, self._viewing(), keys)

        return self._loader(("own", find), batch).load(key)

    def _viewing(self) -> Viewer:
        return require(self._viewer, None)

    def _loader(self, place: object, batch: Callable[[], Batch]) -> DataLoader[Any, Any]:
        loader = self._loaders.get(place)
        if loader is None:
            loader = self._loaders[place] = DataLoader(_coroutine(batch()))
        return loader

    def _shape(self, info: ResolveInfo, entity: Entity, nodes: Sequence[FieldNode]) -> Shape:
        registry = self._deployment.registry
        return shape_of(registry, entity, asked(registry, entity, Document(info), nodes))

    def _listing(self, field: Connection, arguments: Mapping[str, Any]) -> Listing:
        registry = self._deployment.registry
        return Listing(registry, self._viewing(), field, registry.entity(field.target), arguments)

    async def _rows_by_key(self, shape: Shape, keys: list[int]) -> list[Row | None]:
        statement = rows_by_key(self._deployment.registry, shape, self._viewing(), keys)
        build = shape.builder()
        found = {r[0]: build(r[1:]) for r in await self.fetch(statement)}
        return [found.get(key) for key in keys]

    async def _related(
        self, field: ToMany, parent: Entity, shape: Shape, keys: list[int]
    ) -> list[list[Row]]:
        registry, viewer = self._deployment.registry, self._viewing()

        def of(owner: Alias) -> Select[Any]:
            row = aliased(shape.entity.model)
            order = terms(registry, shape.entity, row, viewer, [field.order or shape.entity.order])
            live = [row.archived_at.is_(None)] if shape.entity.archivable else []  # type: ignore[attr-defined]
            return (
                select(*shape.sql(row, viewer))
                .where(field.join(owner, row), visible(registry, shape.entity, row, viewer), *live)
                .order_by(*(t.by() for t in order))
                .limit(field.limit)
            )

        build = shape.builder()
        groups: dict[int, list[Row]] = defaultdict(list)
        for r in await self.fetch(per_parent(parent, keys, of)):
            groups[r[0]].append(build(r[1:]))
        return [groups[key] for key in keys]

    async def _pages(
        self,
        listing: Listing,
        shape: Shape,
        parent: Entity | None,
        place: object,
        keys: list[Any],
    ) -> list[Page]:
        statement, order = listing.page(shape)
        answers: dict[Any, list[Any]] = defaultdict(list)
        if parent is None:
            answers[ROOT].extend(await self.fetch(statement))
        else:
            nested = per_parent(parent, keys, lambda owner: listing.page(shape, owner)[0])
            for r in await self.fetch(nested):
                answers[r[0]].append(r[1:])
        build = shape.builder()

        def page(key: Any) -> Page:
            found = answers[key]
            values = [r[shape.width :] for r in found]
            return listing.made(
                [build(r) for r in found],
                values,
                order,
                lambda: self._count(listing, parent, place, key),
            )

        return [page(key) for key in keys]

    def _count(
        self, listing: Listing, parent: Entity | None, place: object, key: Any
    ) -> Awaitable[int]:
        return self._loader(place, lambda: lambda keys: self._counts(listing, parent, keys)).load(
            key
        )

    async def _counts(self, listing: Listing, parent: Entity | None, keys: list[Any]) -> list[int]:
        if parent is None:
            return [(await self.fetch(listing.count()))[0][0]]
        found = dict(await self.fetch(per_parent(parent, keys, listing.count)))
        return [found.get(key, 0) for key in keys]


def _place(info: ResolveInfo) -> tuple[int, ...]:
    return tuple(map(id, info.field_nodes))


def _coroutine(batch: Batch) -> Batch:
    async def load(keys: list[Any]) -> list[Any]:
        return await batch(keys)

    return load


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
