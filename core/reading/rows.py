"""Statements that read an entity's rows, and the rows made of their answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, any_, bindparam, select, true
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from core.declare import ByKeyAsOf, Entity, Expression
from core.declare.entity import Row
from core.declare.field import Alias
from core.reading.selection import needed_columns
from core.reading.visible import visible
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.registry import Registry

Build = Callable[[Sequence[Any]], Row]


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
        """What to select, in the order `builder` expects."""
        read = [getattr(row, name) for name in self.columns]
        computed = [e.sql(row, viewer) for e in self.expressions]
        return [c.label(f"c{i}") for i, c in enumerate([*read, *computed])]

    def builder(self) -> Build:
        """A function that makes a row of the selected values."""
        kind: type[Row] = type(self.entity.name, (Row,), {"entity": self.entity})
        names = (*self.columns, *(e.key for e in self.expressions))

        def build(values: Sequence[Any]) -> Row:
            row = kind()
            row.__dict__.update(zip(names, values, strict=False))
            return row

        return build


def shape_of(registry: "Registry", entity: Entity, fields: Sequence[str]) -> Shape:
    """What must be read to answer the given fields."""
    found = registry.fields(entity)
    expressions = tuple(f for n in fields if isinstance(f := found[n], Expression))
    return Shape(entity, needed_columns(registry, entity, fields), expressions)


def keys_parameter(keys: Iterable[int]) -> ColumnElement[Any]:
    """Keys as one array parameter, whatever their number."""
    return any_(sql_cast(bindparam(None, list(keys)), ARRAY(BigInteger)))


def rows_by_key(
    registry: "Registry", shape: Shape, viewer: Viewer, keys: Iterable[int]
) -> Select[Any]:
    """The visible rows with the given keys; the key comes first."""
    row = aliased(shape.entity.model)
    return select(row.id, *shape.sql(row, viewer)).where(  # type: ignore[attr-defined]
        row.id == keys_parameter(keys),  # type: ignore[attr-defined]
        visible(registry, shape.entity, row, viewer),
    )


def row_as_of(
    registry: "Registry",
    field: ByKeyAsOf,
    viewer: Viewer,
    key: ColumnElement[int],
    day: ColumnElement[date],
) -> Alias:
    """The row with a key as it was when a day ended, if the viewer may see it now."""
    entity = registry.entity(field.target)
    now: Any = aliased(entity.model)
    seen = now.id == key, visible(registry, entity, now, viewer)
    return aliased(
        entity.model, field.states(now, day).where(*seen).subquery(), adapt_on_names=True
    )


def per_parent(
    parent: Entity,
    keys: Iterable[int],
    related: Callable[[Alias], Select[Any]],
) -> Select[Any]:
    """`related` rows of each parent; the parent's key comes first."""
    owner = aliased(parent.model)
    rows = related(owner).lateral()
    return (
        select(owner.id, *rows.c)  # type: ignore[attr-defined]
        .select_from(owner)
        .join(rows, true())
        .where(owner.id == keys_parameter(keys))  # type: ignore[attr-defined]
    )
