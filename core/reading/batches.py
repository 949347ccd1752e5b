"""What loaders read: rows by their keys, and the lists that hang on rows."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    Select,
    cast,
    func,
    inspect,
    select,
    true,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from core.declare import ByKeyAsOf, Entity, ToMany
from core.declare.aliases import Aliased, alias
from core.declare.entity import Row
from core.declare.field import Alias
from core.reading.kept import Record
from core.reading.late import Late, as_sql
from core.reading.loader import RowLoader
from core.reading.ordering import terms
from core.reading.reports import Asked, Report
from core.reading.rows import keys_parameter, row_as_of
from core.reading.selection import Document, Nodes
from core.reading.visible import visible
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.reading.loaders import Loaders


class RowsByKey(RowLoader):
    """The visible rows with the given keys."""

    def __init__(
        self, loaders: "Loaders", document: Document, nodes: Nodes, entity: Entity
    ) -> None:
        super().__init__(loaders, document, nodes, entity, [nodes])

    @property
    def kept_as(self) -> Hashable:
        return "key", self.shape

    def statement(self, viewer: Viewer, arguments: Mapping[str, Any], keys: Late) -> Select[Any]:
        row: Any = alias(self.entity.model)
        return select(*self.shape.sql(row, viewer), row.id).where(
            row.id == keys_parameter(keys), visible(self.registry, self.entity, row, viewer)
        )

    def answers(self, records: Sequence[Record], keys: Sequence[int]) -> list[Row | None]:
        rows = self.shape.rows(records)
        found = {record[-1]: row for record, row in zip(records, rows, strict=True)}
        return [found.get(key) for key in keys]

    def rows(self, answers: Sequence[Row | None]) -> Iterable[Row]:
        return (row for row in answers if row is not None)


class RowAsOf(RowLoader):
    """The visible row with a key as it was when a day ended."""

    def __init__(
        self, loaders: "Loaders", document: Document, nodes: Nodes, field: ByKeyAsOf, day: date
    ) -> None:
        entity = loaders.registry.entity(field.target)
        super().__init__(loaders, document, nodes, entity, [nodes])
        self.field = field
        self.arguments = {"day": day}

    @property
    def kept_as(self) -> Hashable:
        return "as of", self.field, self.shape

    def statement(self, viewer: Viewer, arguments: Mapping[str, Any], keys: Late) -> Select[Any]:
        key = as_sql(replace(keys, path=(*keys.path, 0)), BigInteger())
        day = as_sql(arguments["day"], Date())
        row = row_as_of(self.registry, self.field, viewer, key, day)
        return select(*self.shape.sql(row, viewer))

    def answers(self, records: Sequence[Record], keys: Sequence[int]) -> list[Row | None]:
        return [*self.shape.rows(records)] or [None]

    def rows(self, answers: Sequence[Row | None]) -> Iterable[Row]:
        return (row for row in answers if row is not None)


class ReportRows(RowLoader):
    """The rows of a report."""

    def __init__(
        self,
        loaders: "Loaders",
        document: Document,
        nodes: Nodes,
        field: Report,
        arguments: Mapping[str, Any],
    ) -> None:
        super().__init__(loaders, document, nodes, loaders.registry.entity(field.target), [nodes])
        self.field = field
        self.arguments = arguments

    @property
    def kept_as(self) -> Hashable:
        return "report", self.field, self.shape

    def statement(self, viewer: Viewer, arguments: Mapping[str, Any], keys: Late) -> Select[Any]:
        row = self.field.row(Asked(self.registry, viewer, arguments))
        order = terms(self.registry, self.entity, row, viewer, [self.entity.order])
        found = select(*self.shape.sql(row, viewer)).order_by(*(t.by() for t in order))
        return found.limit(self.field.limit)

    def answers(self, records: Sequence[Record], keys: Sequence[int]) -> list[list[Row]]:
        return [self.shape.rows(records)]

    def rows(self, answers: Sequence[list[Row]]) -> Iterable[Row]:
        return chain.from_iterable(answers)


class RelatedRows(RowLoader):
    """The rows of a plain list, for each of its parents."""

    def __init__(
        self, loaders: "Loaders", document: Document, nodes: Nodes, field: ToMany, parent: Entity
    ) -> None:
        entity = loaders.registry.entity(field.target)
        super().__init__(loaders, document, nodes, entity, [nodes])
        self.field = field
        self.parent = parent

    @property
    def kept_as(self) -> Hashable:
        return "list", self.field, self.parent, self.shape

    def statement(self, viewer: Viewer, arguments: Mapping[str, Any], keys: Late) -> Select[Any]:
        return per_parent(self.parent, keys, lambda owner: self._of(owner, viewer))

    def _of(self, owner: Alias, viewer: Viewer) -> Select[Any]:
        row: Any = alias(self.entity.model)
        order = self.field.order or self.entity.order
        conditions = [
            self.field.join(owner, row),
            visible(self.registry, self.entity, row, viewer),
            *([row.archived_at.is_(None)] if self.entity.archivable else []),
        ]
        return (
            select(*self.shape.sql(row, viewer))
            .where(*conditions)
            .order_by(*(t.by() for t in terms(self.registry, self.entity, row, viewer, [order])))
            .limit(self.field.limit)
        )

    def answers(self, records: Sequence[Record], keys: Sequence[Any]) -> list[list[Row]]:
        groups: dict[int, list[Row]] = defaultdict(list)
        for record, row in zip(records, self.shape.rows(records), strict=True):
            groups[record[-1]].append(row)
        return [groups[self.parent_of(key)] for key in keys]

    def parent_of(self, key: Any) -> int:
        """The parent's key."""
        return int(key)

    def rows(self, answers: Sequence[list[Row]]) -> Iterable[Row]:
        return chain.from_iterable(answers)


class RowsOfComputed(RelatedRows):
    """The same for parents that a statement computed; the list's needs of them are its keys."""

    def statement(self, viewer: Viewer, arguments: Mapping[str, Any], keys: Late) -> Select[Any]:
        attributes = inspect(self.parent.model).column_attrs
        kinds = [attributes[name].columns[0].type for name in self.field.needs]
        arrays = [_column(keys, place, kind) for place, kind in enumerate(kinds)]
        given = func.unnest(*arrays).table_valued(*self.field.needs).render_derived("given")
        typed = [
            type_coerce(given.c[name], kind).label(name)
            for name, kind in zip(self.field.needs, kinds, strict=True)
        ]
        owner = Aliased(self.parent.model, select(*typed).subquery())
        return _beside(owner, self._of(owner, viewer))

    def parent_of(self, key: Any) -> int:
        return int(key[0])


def _column(keys: Late, place: int, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """What keys have at a place, as one array."""
    array = ARRAY(kind)
    return cast(keys.bind(array, lambda rows: [row[place] for row in rows]), array)


def per_parent(parent: Entity, keys: Late, related: Callable[[Alias], Select[Any]]) -> Select[Any]:
    """`related` rows of each parent; the parent's key comes last."""
    owner: Any = alias(parent.model)
    return _beside(owner, related(owner)).where(owner.id == keys_parameter(keys))


def _beside(owner: Any, related: Select[Any]) -> Select[Any]:
    rows = related.lateral()
    return select(*rows.c, owner.id).select_from(owner).join(rows, true())
