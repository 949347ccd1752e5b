"""What all loaders share: one statement for many keys, and what is asked below their rows."""

import asyncio
from collections.abc import Awaitable, Hashable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aiodataloader import DataLoader
from sqlalchemy import Select

from core.declare import Entity
from core.declare.entity import Row
from core.reading.kept import Record
from core.reading.late import Late
from core.reading.rows import shape_of
from core.reading.selection import Document, Nodes, selected
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.reading.loaders import Loaders


class Loader(DataLoader[int, Any]):
    """Reads what one place of a document asks for, for all keys that are wanted at a moment."""

    arguments: Mapping[str, Any] = MappingProxyType({})
    """The arguments of the place's field."""

    def __init__(self, loaders: "Loaders", document: Document, nodes: Nodes) -> None:
        super().__init__()
        self.loaders = loaders
        self.registry = loaders.registry
        self.document = document
        self.nodes = nodes

    @property
    def kept_as(self) -> Hashable:
        """What loaders have in common whose statements read the same."""
        raise NotImplementedError

    def statement(self, viewer: Viewer, arguments: Mapping[str, Any], keys: Late) -> Select[Any]:
        """The statement for a viewer, arguments and keys that are known when it runs."""
        raise NotImplementedError

    def answers(self, records: Sequence[Record], keys: Sequence[int]) -> list[Any]:
        """What was read for each key."""
        raise NotImplementedError

    def below(self, answers: Sequence[Any]) -> Iterator[Awaitable[Any]]:
        """What the document asks below the answers, as it begins to load."""
        return iter(())

    async def batch_load_fn(self, keys: list[int]) -> list[Any]:
        """The answers; what is asked below them is there before anybody resolves it."""
        try:
            answers = await self.read(keys)
            await asyncio.gather(*self.below(answers), return_exceptions=True)
        except Exception as error:  # noqa: BLE001 - each field tells it
            # raised, it would be forgotten, and the statement run again for the next field
            return [error for _ in keys]
        return answers

    async def read(self, keys: Sequence[int]) -> list[Any]:
        """The answers alone."""
        records = await self.loaders.statements.rows(self, self.loaders.viewer, keys)
        return self.answers(records, keys)


class RowLoader(Loader):
    """Reads rows of an entity."""

    def __init__(
        self,
        loaders: "Loaders",
        document: Document,
        nodes: Nodes,
        entity: Entity,
        groups: Iterable[Nodes],
    ) -> None:
        super().__init__(loaders, document, nodes)
        self.entity = entity
        self.selected = selected(self.registry, entity, document, groups)
        self.shape = shape_of(self.registry, entity, self.selected.fields)

    def rows(self, answers: Sequence[Any]) -> Iterable[Row]:
        """The rows that answers hold."""
        raise NotImplementedError

    def below(self, answers: Sequence[Any]) -> Iterator[Awaitable[Any]]:
        rows = [*self.rows(answers)]
        return self.loaders.begin(self.document, self.entity, self.selected, rows)
