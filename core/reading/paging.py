"""What loaders read of lists by the page: the pages, and how many rows are on all of them."""

from collections import defaultdict
from collections.abc import Awaitable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select

from core.declare import Connection, Entity
from core.declare.entity import Row
from core.reading.batches import per_parent
from core.reading.kept import Record
from core.reading.late import Late
from core.reading.loader import Loader, RowLoader
from core.reading.pages import Listing, Page
from core.reading.selection import Document, Nodes
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.reading.loaders import Loaders

ROOT = 0
"""The key of a list that has no parent; no row has it."""

PAGING = frozenset({"first", "after", "orderBy"})
"""Arguments that do not change how many rows there are."""

UNPAGED = frozenset({"totalCount", "__typename"})
"""Fields of a connection that no page is read for."""


class Pages(RowLoader):
    """One page of a list, for each of its parents, or of the list at the root."""

    def __init__(
        self,
        loaders: "Loaders",
        document: Document,
        nodes: Nodes,
        field: Connection,
        parent: Entity | None,
        arguments: Mapping[str, Any],
    ) -> None:
        entity = loaders.registry.entity(field.target)
        edges = (document.each(same, "node") for same in document.each(nodes, "edges"))
        groups = chain(document.each(nodes, "nodes"), *edges)
        super().__init__(loaders, document, nodes, entity, groups)
        self.parent = parent
        self.arguments = arguments
        self.asked = {same[0].name.value for same in document.fields(nodes).values()}
        self.listing = Listing(self.registry, loaders.viewer, field, entity, arguments)
        self.counts = Counts(loaders, document, nodes, self.listing, parent)

    @property
    def kept_as(self) -> Hashable:
        return "page", self.listing.field, self.parent, self.shape

    def statement(self, viewer: Viewer, arguments: Mapping[str, Any], keys: Late) -> Select[Any]:
        listing = replace(self.listing, viewer=viewer, arguments=arguments)
        if self.parent is None:
            return listing.page(self.shape)
        return per_parent(self.parent, keys, lambda owner: listing.page(self.shape, owner))

    async def read(self, keys: Sequence[int]) -> list[Page]:
        if self.asked <= UNPAGED:
            self.loaders.statements.check(self, self.loaders.viewer)
            return self.answers([], keys)
        return await super().read(keys)

    def answers(self, records: Sequence[Record], keys: Sequence[int]) -> list[Page]:
        lists: dict[int, list[Record]] = defaultdict(list)
        for record in records:
            lists[ROOT if self.parent is None else record[-1]].append(record)
        return [
            self.listing.made(self.shape, lists[key], partial(self.counts.load, key))
            for key in keys
        ]

    def rows(self, answers: Sequence[Page]) -> Iterable[Row]:
        return chain.from_iterable(page.rows for page in answers)

    def below(self, answers: Sequence[Page]) -> Iterator[Awaitable[Any]]:
        yield from super().below(answers)
        if "totalCount" in self.asked:
            yield from (page.count() for page in answers)


class Counts(Loader):
    """How many rows there are on all pages of a list."""

    def __init__(
        self,
        loaders: "Loaders",
        document: Document,
        nodes: Nodes,
        listing: Listing,
        parent: Entity | None,
    ) -> None:
        super().__init__(loaders, document, nodes)
        self.listing = listing
        self.parent = parent
        self.arguments = {n: v for n, v in listing.arguments.items() if n not in PAGING}

    @property
    def kept_as(self) -> Hashable:
        return "count", self.listing.field, self.parent

    def statement(self, viewer: Viewer, arguments: Mapping[str, Any], keys: Late) -> Select[Any]:
        listing = replace(self.listing, viewer=viewer, arguments=arguments)
        if self.parent is None:
            return listing.count()
        return per_parent(self.parent, keys, listing.count)

    def answers(self, records: Sequence[Record], keys: Sequence[int]) -> list[int]:
        if self.parent is None:
            return [records[0][0]]
        found = {key: number for number, key in records}
        return [found.get(key, 0) for key in keys]
