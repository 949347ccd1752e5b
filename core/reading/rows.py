"""Rows: which of an entity's columns are read, and what is made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, bindparam
from sqlalchemy import cast as sql_cast

from core.declare import ByKeyAsOf, Entity, Expression
from core.declare.aliases import Aliased, alias
from core.declare.entity import Row
from core.declare.field import Alias
from core.reading.kept import Record
from core.reading.late import Late
from core.reading.selection import needed_columns
from core.reading.visible import visible
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.registry import Registry


@dataclass(frozen=True)
class Shape:
    """The columns and expressions to read of an entity's rows."""

    entity: Entity
    columns: tuple[str, ...]
    expressions: tuple[Expression, ...]

    @property
    def width(self) -> int:
        return len(self.columns) + len(self.expressions)

    def sql(self, row: Alias, viewer: Viewer) -> list[ColumnElement[Any]]:
        """What to select; other columns may follow."""
        read = [getattr(row, name) for name in self.columns]
        computed = [e.sql(row, viewer) for e in self.expressions]
        return [c.label(f"c{i}") for i, c in enumerate([*read, *computed])]

    def rows(self, records: Iterable[Record]) -> list[Row]:
        """The rows that were read so."""
        names = (*self.columns, *(e.key for e in self.expressions))
        kind = self.entity.row
        found = []
        for record in records:
            row = kind()
            row.__dict__ = dict(zip(names, record, strict=False))
            found.append(row)
        return found


def shape_of(registry: "Registry", entity: Entity, fields: Sequence[str]) -> Shape:
    """What must be read to answer the given fields."""
    found = registry.fields(entity)
    expressions = tuple(f for n in fields if isinstance(f := found[n], Expression))
    return Shape(entity, needed_columns(registry, entity, fields), expressions)


def row_as_of(
    registry: "Registry",
    field: ByKeyAsOf,
    viewer: Viewer,
    key: ColumnElement[int],
    day: ColumnElement[date],
) -> Alias:
    """The row with a key as it was when a day ended, if the viewer may see it now."""
    entity = registry.entity(field.target)
    now: Any = alias(entity.model)
    seen = now.id == key, visible(registry, entity, now, viewer)
    return Aliased(entity.model, field.states(now, day).where(*seen).subquery())


def keys_parameter(keys: "Iterable[int] | Late") -> ColumnElement[Any]:
    """Keys as one array parameter, whatever their number."""
    array = ARRAY(BigInteger)
    if isinstance(keys, Late):
        return any_(sql_cast(keys.bind(array, list), array))
    return any_(sql_cast(bindparam(None, list(keys)), array))
