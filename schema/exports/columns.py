"""The columns of a file, and what a statement selects for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLObjectType, get_named_type, get_nullable_type, is_leaf_type
from graphql.execution.collect_fields import FieldDetails
from sqlalchemy import ColumnElement, Numeric, case
from sqlalchemy.types import Float

from core.declare import Column as DeclaredColumn
from core.declare import Declared, Entity, PythonField, ToOne, ToOneThrough
from core.declare.aliases import alias
from core.declare.field import Alias, Scalar
from core.headings.words import Language
from core.ids import encode_sql
from core.reading.rows import Shape
from core.reading.selection import needed_columns
from core.reading.visible import visible
from core.registry import Registry
from core.viewer import Viewer, require
from schema.compiled.calling import Call
from schema.compiled.fills import short
from schema.compiled.reached import with_child
from schema.exports.errors import NotExportable
from schema.exports.operation import Operation

MOST_COLUMNS = 500
"""Columns of a file, and values that its statement selects."""


@dataclass(frozen=True)
class Column:
    """A column of the file: where its values stand in what the statement gives.

    `decimals` is how many a number has, None if that is open.
    """

    heading: str
    place: int
    decimals: int | None = None


@dataclass(frozen=True)
class Computed:
    """A column whose values a Python field makes: of what it needs, where there is such a row."""

    heading: str
    places: slice
    key: int | None
    call: Call
    kind: str
    decimals: int | None = None


@dataclass
class Columns:
    """Collects the columns of rows, and of the single rows that they lead to.

    Forbidden if the viewer may not read a field; NotExportable for what fits no column.
    """

    operation: Operation
    registry: Registry
    viewer: Viewer
    language: Language
    found: list[Column | Computed] = field(default_factory=list)
    sql: list[ColumnElement[Any]] = field(default_factory=list)
    joins: list[tuple[Alias, ColumnElement[bool]]] = field(default_factory=list)

    def add(
        self,
        entity: Entity,
        row: Alias,
        nodes: Sequence[FieldNode],
        above: tuple[str, ...] = (),
    ) -> None:
        """Add what is selected of a row; `above` are the headings that lead to it."""
        types = frozenset({entity.name, "Node"})
        known = self.registry.by_graphql_name(entity)
        for key, same in self.operation.collecting.fields(nodes, types).items():
            name = same[0].name.value
            if name == "__typename":
                continue
            heading = key if key != name else self._heading(entity, known.get(name), name)
            self._add(entity, row, same, (*above, heading))
        if len(self.sql) > MOST_COLUMNS:
            raise NotExportable(f"The file would have more than {MOST_COLUMNS} columns.")

    def _heading(self, entity: Entity, field: Declared | PythonField | None, name: str) -> str:
        owner = self.registry.owner(entity.origin, field.name) if field else None
        return self.registry.headings.of(self.language, entity.name, name, owner)

    def _add(
        self, entity: Entity, row: Alias, nodes: Sequence[FieldNode], path: tuple[str, ...]
    ) -> None:
        name = nodes[0].name.value
        field = self.registry.by_graphql_name(entity).get(name)
        if name == "id" and entity.is_node:
            self._value(path, encode_sql(entity.prefix, row.id))
            return
        if field is not None:
            require(self.viewer, field.permission)
        if isinstance(field, Scalar):
            self._scalar(field, row, path)
        elif isinstance(field, ToOne | ToOneThrough):
            self._one(entity, field, row, nodes, path)
        elif isinstance(field, PythonField) and field.needs is not None:
            self._python(entity, field, row, nodes, path)
        else:
            raise NotExportable(
                f"'{name}' of {entity.name} fits no column: leave it out, or export that list."
            )

    def _value(self, path: tuple[str, ...], sql: ColumnElement[Any]) -> None:
        kind, place = sql.type, len(self.sql)
        exact = isinstance(kind, Numeric) and not isinstance(kind, Float)
        decimals = kind.scale if exact and isinstance(kind, Numeric) else None
        self.sql.append(sql)
        self.found.append(Column(".".join(path), place, decimals))

    def _scalar(self, field: Scalar, row: Alias, path: tuple[str, ...]) -> None:
        sql = field.sql(row, self.viewer)
        if len(path) > 1 and not isinstance(field, DeclaredColumn):
            # an expression may make something of a row that is not there
            sql = case((row.id.is_not(None), sql))
        self._value(path, sql)

    def _one(
        self,
        entity: Entity,
        field: ToOne | ToOneThrough,
        row: Alias,
        nodes: Sequence[FieldNode],
        path: tuple[str, ...],
    ) -> None:
        target = self.registry.entity(field.target)
        require(self.viewer, target.read)
        other: Any = alias(target.model)
        self.joins.append((other, self._tie(entity, field, row, target, other)))
        self.add(target, other, nodes, path)

    def _tie(
        self,
        entity: Entity,
        field: ToOne | ToOneThrough,
        row: Alias,
        target: Entity,
        other: Alias,
    ) -> ColumnElement[bool]:
        """What ties at most one row to another, and shows it to the viewer."""
        if isinstance(field, ToOne):
            on: ColumnElement[bool] = other.id == getattr(row, field.via)
            if with_child(self.registry, entity, field, target):
                return on
        else:
            on = field.join(row, other)
            if target.archivable:
                on &= other.archived_at.is_(None)
        return on & visible(self.registry, target, other, self.viewer)

    def _python(
        self,
        entity: Entity,
        field: PythonField,
        row: Alias,
        nodes: Sequence[FieldNode],
        path: tuple[str, ...],
    ) -> None:
        kind = self.operation.schema.type_map[entity.name]
        assert isinstance(kind, GraphQLObjectType)  # noqa: S101 - the document was validated
        shown = kind.fields[field.graphql_name]
        leaf = get_nullable_type(shown.type)
        if not is_leaf_type(leaf):
            raise NotExportable(f"'{field.graphql_name}' of {entity.name} is no single value.")
        names = needed_columns(self.registry, entity, [field.name])
        first = len(self.sql)
        self.sql += [getattr(row, name) for name in names]
        details = [FieldDetails(node, None) for node in nodes]
        call = Call(kind, details, _row(Shape(entity, names, ())), short(shown))
        places = slice(first, len(self.sql))
        key = first + names.index("id") if entity.is_node else None
        self.found.append(Computed(".".join(path), places, key, call, get_named_type(leaf).name))


def _row(shape: Shape) -> Callable[[Any], Any]:
    return lambda values: shape.rows([values])[0]
