"""The statement of an operation: each object a row, each list an aggregate of rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode
from sqlalchemy import (
    ColumnElement,
    Select,
    True_,
    and_,
    case,
    literal,
    select,
    true,
)

from core.declare import Connection, Declared, Entity, PythonField, ToMany, ToOne, ToOneThrough
from core.declare.aliases import alias
from core.declare.field import Alias, Scalar
from core.ids import encode_sql
from core.reading.ordering import terms
from core.reading.pages import Listing
from core.reading.selection import needed_columns
from core.reading.visible import visible
from core.registry import Registry
from core.viewer import Viewer
from schema.compiled.carried import sent
from schema.compiled.collecting import Collecting
from schema.compiled.filling import Fill
from schema.compiled.fills import Fills
from schema.compiled.joined import Joined
from schema.compiled.json import Entry, as_bytes, composed, entry, listed, object_of
from schema.compiled.pages import PageBuilder
from schema.compiled.reached import with_child, with_parent
from schema.compiled.requested import Requested
from schema.compiled.roots import Roots
from schema.compiled.uncompiled import Uncompiled
from schema.compiled.values import shown


@dataclass(frozen=True)
class Builder:
    """Builds the statement of one operation for viewers with the same permissions."""

    schema: GraphQLSchema
    registry: Registry
    viewer: Viewer
    collecting: Collecting
    requested: Requested
    fills: Fills
    fill: Fill | None

    def statement(self, operation: OperationDefinitionNode) -> Select[Any]:
        """Select the response's `data` as JSON."""
        roots = Roots(self)
        found = self.collecting.roots(operation.selection_set)
        if not roots.are_read(found):
            raise Uncompiled("Python fields alone")
        entries = [entry(key, nodes, roots.value(nodes)) for key, nodes in found.items()]
        return select(as_bytes(composed(entries)))

    def entries(
        self, entity: Entity, row: Alias, nodes: Sequence[FieldNode], joined: Joined | None = None
    ) -> list[Entry]:
        """What is selected of a row; what it refers to may be `joined` to it."""
        fields = self.registry.by_graphql_name(entity)
        found = self.collecting.fields(nodes, frozenset({entity.name, "Node"}))
        return [
            entry(key, same, self._value(entity, row, fields.get(same[0].name.value), same, joined))
            for key, same in found.items()
        ]

    def _value(
        self,
        entity: Entity,
        row: Alias,
        field: Declared | PythonField | None,
        nodes: Sequence[FieldNode],
        joined: Joined | None,
    ) -> ColumnElement[Any]:
        name = nodes[0].name.value
        if name == "__typename":
            return literal(entity.name)
        if name == "id" and entity.is_node:
            return encode_sql(entity.prefix, row.id)
        if field is None:
            raise Uncompiled(f"{entity.name}.{name} is no declared field")
        self.require(field.permission)
        if isinstance(field, PythonField):
            return self._python(entity, row, field, nodes)
        if isinstance(field, Scalar):
            return shown(field.sql(row, self.viewer), field.annotation)
        return self._relation(entity, row, field, nodes, joined)

    def _python(
        self, entity: Entity, row: Alias, field: PythonField, nodes: Sequence[FieldNode]
    ) -> ColumnElement[Any]:
        if field.needs is None:
            raise Uncompiled(f"{entity.name}.{field.name} does not declare what it needs")
        return self.mark(nodes, sent(row, needed_columns(self.registry, entity, [field.name])))

    def mark(
        self, nodes: Sequence[FieldNode], columns: Sequence[ColumnElement[Any]] = ()
    ) -> ColumnElement[Any]:
        """What stands where the value of a Python field will be."""
        if self.fill is None:
            raise Uncompiled("a Python field that was not found")
        return self.fill.mark(nodes, columns)

    def _relation(
        self,
        entity: Entity,
        row: Alias,
        field: Declared,
        nodes: Sequence[FieldNode],
        joined: Joined | None,
    ) -> ColumnElement[Any]:
        if not isinstance(field, ToOne | ToMany | Connection):
            raise Uncompiled(f"{entity.name}.{field.name} is of an unknown kind")
        target = self.registry.entity(field.target)
        self.require(target.read)
        if isinstance(field, ToOne):
            key = getattr(row, field.via)
            seen = with_child(self.registry, entity, field, target)
            return self.one(target, nodes, lambda other: other.id == key, seen=seen, joined=joined)
        seen = with_parent(entity, field, target)
        if isinstance(field, ToOneThrough):
            return self._through(field, target, row, nodes, seen)
        if isinstance(field, ToMany):
            return self._many(field, target, row, nodes, seen)
        return self.connection(field, nodes, entity.name, row, seen=seen)

    def one(
        self,
        entity: Entity,
        nodes: Sequence[FieldNode],
        join: Callable[[Alias], ColumnElement[bool]],
        *,
        seen: bool = False,
        joined: Joined | None = None,
    ) -> ColumnElement[Any]:
        """The one row for which `join` holds, if the viewer sees it; `seen` says that he does."""
        row = alias(entity.model)
        sees = true() if seen else visible(self.registry, entity, row, self.viewer)
        if joined is not None and isinstance(sees, True_):
            return self._joined(entity, nodes, joined, joined.join(entity.model, join))
        return self.shown(entity, nodes, row, [join(row), sees])

    def _joined(
        self, entity: Entity, nodes: Sequence[FieldNode], joined: Joined, row: Alias
    ) -> ColumnElement[Any]:
        """What is selected of a joined row."""

        def rows(columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
            return select(*columns).correlate(*joined.rows)

        entries = self.entries(entity, row, nodes, joined)
        return case((row.id.is_not(None), object_of(entries, rows)))

    def shown(
        self,
        entity: Entity,
        nodes: Sequence[FieldNode],
        row: Alias,
        conditions: Sequence[ColumnElement[bool]] = (),
    ) -> ColumnElement[Any]:
        """What is selected of a row, if the conditions hold."""

        def rows(columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
            found = select(*columns).select_from(row).where(*conditions)
            return found.correlate_except(row)

        return object_of(self.entries(entity, row, nodes), rows)

    def _through(
        self,
        field: ToOneThrough,
        entity: Entity,
        parent: Alias,
        nodes: Sequence[FieldNode],
        seen: bool,
    ) -> ColumnElement[Any]:
        def tied(row: Alias) -> ColumnElement[bool]:
            in_use = row.archived_at.is_(None) if entity.archivable else true()
            return and_(field.join(parent, row), in_use)

        return self.one(entity, nodes, tied, seen=seen)

    def _many(
        self,
        field: ToMany,
        entity: Entity,
        parent: Alias,
        nodes: Sequence[FieldNode],
        seen: bool,
    ) -> ColumnElement[Any]:
        row: Any = alias(entity.model)
        order = terms(self.registry, entity, row, self.viewer, [field.order or entity.order])
        conditions = [field.join(parent, row)]
        if not seen:
            conditions.append(visible(self.registry, entity, row, self.viewer))
        if entity.archivable:
            conditions.append(row.archived_at.is_(None))

        joined = Joined(row)

        def rows(columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
            found = select(*columns).select_from(joined.source).where(*conditions)
            ordered = found.order_by(*(t.by() for t in order)).limit(field.limit)
            return ordered.correlate_except(*joined.rows)

        return listed(self.entries(entity, row, nodes, joined), rows)

    def connection(
        self,
        field: Connection,
        nodes: Sequence[FieldNode],
        owner: str,
        parent: Alias | None,
        *,
        seen: bool = False,
    ) -> ColumnElement[Any]:
        """A page of a list, of a parent row of the type `owner` or of a root."""
        entity = self.registry.entity(field.target)
        arguments = self.requested.arguments(self.definition(owner, nodes[0]), nodes[0])
        listing = Listing(self.registry, self.viewer, field, entity, arguments, seen)
        return PageBuilder(self, listing, nodes, parent).value()

    def definition(self, owner: str, node: FieldNode) -> Any:
        """The field of the schema that a node selects."""
        kind = self.schema.type_map[owner]
        assert isinstance(kind, GraphQLObjectType)  # noqa: S101 - the document was validated
        return kind.fields[node.name.value]

    def require(self, *permissions: StrEnum | None) -> None:
        """Leave it to the reference path to refuse a viewer who lacks a permission."""
        for permission in permissions:
            if permission is not None and not self.viewer.may(permission):
                raise Uncompiled(f"the viewer lacks {permission}, which the reference path tells")
