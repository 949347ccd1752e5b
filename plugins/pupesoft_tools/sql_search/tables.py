"""What can be searched: a table for each entity that a viewer may read, with what he may see."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, True_, case, exists, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core.declare import Column, Connection, Declared, Entity, ToMany, ToOne, ToOneThrough
from core.declare.field import Alias, Scalar
from core.ids import prefix_of
from core.models import Computed
from core.reading import visible
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.registry import Registry


@dataclass(frozen=True)
class SearchColumn:
    """A column: its name, and what it holds; `leads_to` is the table whose `id` it is."""

    name: str
    description: str
    sql: ColumnElement[Any]
    leads_to: str | None = None


@dataclass(frozen=True)
class SearchTable:
    """A table of the rows and columns of an entity that a viewer sees."""

    name: str
    description: str
    columns: Mapping[str, SearchColumn]
    conditions: tuple[ColumnElement[bool], ...]

    @property
    def statement(self) -> Select[Any]:
        """Selects its rows, the columns by their names."""
        columns = [column.sql.label(name) for name, column in self.columns.items()]
        return select(*columns).where(*self.conditions)


def searchable(registry: "Registry", viewer: Viewer) -> Mapping[str, SearchTable]:
    """The tables that a viewer may search, by name."""
    return {table.name: table for table in _Tables(registry, viewer).all()}


@dataclass(frozen=True)
class _Tables:
    registry: "Registry"
    viewer: Viewer

    def all(self) -> Iterator[SearchTable]:
        for entity in self.registry.entities.values():
            if self._is_open(entity):
                yield self._table(entity)
                yield from self._pairs(entity)

    def _is_open(self, entity: Entity) -> bool:
        allowed = entity.read is None or self.viewer.may(entity.read)
        return allowed and not issubclass(entity.model, Computed)

    def _table(self, entity: Entity) -> SearchTable:
        row: Alias = aliased(entity.model)
        columns: dict[str, SearchColumn] = {}
        for column in self._columns(entity, row):
            columns.setdefault(column.name, column)
        seen = visible(self.registry, entity, row, self.viewer)
        return SearchTable(
            entity.prefix, (entity.origin.__doc__ or "").strip(), columns, _where(seen)
        )

    def _columns(self, entity: Entity, row: Alias) -> Iterator[SearchColumn]:
        if entity.is_node:
            text = f"Key, the number at the end of its id {entity.prefix}_…"
            yield SearchColumn("id", text, row.id)
        for field in self._fields(entity):
            if isinstance(field, Scalar):
                yield from self._scalar(field, row)
            elif isinstance(field, ToOne | ToOneThrough):
                yield from self._key(field, row)

    def _scalar(self, field: Scalar, row: Alias) -> Iterator[SearchColumn]:
        yield SearchColumn(field.name, field.description, field.sql(row, self.viewer))
        if isinstance(field, Column) and field.sort_attribute != field.attribute:
            text = f"What `{field.name}` sorts by in the deployment's language."
            by = field.sort_sql(row, self.viewer)
            yield SearchColumn(f"{field.name}_sort", text, by)

    def _key(self, field: ToOne | ToOneThrough, row: Alias) -> Iterator[SearchColumn]:
        """The key of a row that the viewer sees; null if it leads to a hidden one."""
        target = self.registry.entity(field.target)
        if not self._is_open(target):
            return
        other: Alias = aliased(target.model)
        seen = visible(self.registry, target, other, self.viewer)
        key: ColumnElement[int]
        if isinstance(field, ToOneThrough):
            in_use = (other.archived_at.is_(None),) if target.archivable else ()
            found = select(other.id).where(field.join(row, other), seen, *in_use).limit(1)
            key = found.correlate_except(other).scalar_subquery()
        else:
            key = getattr(row, field.via)
            if not isinstance(seen, True_):
                shown = exists().where(other.id == key, seen).correlate_except(other)
                key = case((shown, key))
        yield SearchColumn(f"{field.name}_id", field.description, key, target.prefix)

    def _pairs(self, entity: Entity) -> Iterator[SearchTable]:
        """Tables of the pairs behind relations that no column of either row holds."""
        for field in self._fields(entity):
            if isinstance(field, ToOneThrough):
                continue
            if isinstance(field, ToMany | Connection) and field.join is not None:
                target = self.registry.entity(field.target)
                held = isinstance(field.by, InstrumentedAttribute)
                if not held and target.is_node and entity.is_node and self._is_open(target):
                    yield self._pair(entity, field, field.join, target)

    def _pair(
        self,
        entity: Entity,
        field: Declared,
        join: Callable[[Alias, Alias], ColumnElement[bool]],
        target: Entity,
    ) -> SearchTable:
        mine: Alias = aliased(entity.model)
        theirs: Alias = aliased(target.model)
        own, other = f"{entity.prefix}_id", f"{target.prefix}_id"
        other = f"other_{other}" if own == other else other
        columns = (
            SearchColumn(own, f"Key of the {entity.name}.", mine.id, entity.prefix),
            SearchColumn(other, f"Key of the {target.name}.", theirs.id, target.prefix),
        )
        conditions = (
            join(mine, theirs),
            *_where(visible(self.registry, entity, mine, self.viewer)),
            *_where(visible(self.registry, target, theirs, self.viewer)),
        )
        name = f"{entity.prefix}_{prefix_of(field.name)}"
        return SearchTable(name, field.description, {c.name: c for c in columns}, conditions)

    def _fields(self, entity: Entity) -> Iterator[Declared]:
        for field in self.registry.declared(entity).values():
            if field.permission is None or self.viewer.may(field.permission):
                yield field


def _where(seen: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return () if isinstance(seen, True_) else (seen,)
