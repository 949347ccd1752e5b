"""The statement of an operation: each object a row, each list an aggregate of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode
from sqlalchemy import ColumnElement, Select, String, cast, literal, select
from sqlalchemy.orm import aliased

from core.declare import ByKey, Connection, Declared, Entity, PythonField, ToMany, ToOne
from core.declare.field import Alias, Scalar
from core.ids import decode_as, encode_sql
from core.reading.late import converted
from core.reading.ordering import terms
from core.reading.pages import Listing
from core.reading.visible import visible
from core.registry import Registry
from core.roots import Query
from core.viewer import Viewer
from schema.compiled.collecting import Collecting
from schema.compiled.json import listed, number, object_of
from schema.compiled.pages import PageBuilder
from schema.compiled.requested import Requested
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

    def statement(self, operation: OperationDefinitionNode) -> Select[Any]:
        """Select the response's `data` as JSON text."""
        declared = {f.graphql_name: f for f in self.registry.added(Query).values()}
        columns = []
        for key, nodes in self.collecting.roots(operation.selection_set).items():
            name = nodes[0].name.value
            value = literal("Query") if name == "__typename" else self._root(declared, nodes)
            columns.append(value.label(key))
        return select(cast(object_of(select(*columns)), String))

    def _root(
        self, declared: Mapping[str, Declared | PythonField], nodes: Sequence[FieldNode]
    ) -> ColumnElement[Any]:
        field = declared.get(nodes[0].name.value)
        if isinstance(field, ByKey):
            return self._by_key(field, nodes)
        if isinstance(field, Connection):
            self._require(field.permission, self.registry.entity(field.target).read)
            return self._connection(field, nodes, "Query", None)
        raise Uncompiled(f"Query.{nodes[0].name.value} is no declared field")

    def _by_key(self, field: ByKey, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        entity = self.registry.entity(field.target)
        self._require(field.permission, entity.read)
        arguments = self.requested.arguments(self._definition("Query", nodes[0]), nodes[0])
        key = number(converted(arguments["id"], lambda text: decode_as(entity.prefix, text)))
        return self._one(entity, nodes, lambda row: row.id == key)

    def values(
        self, entity: Entity, row: Alias, nodes: Sequence[FieldNode]
    ) -> list[ColumnElement[Any]]:
        """What is selected of a row, each value under its response key."""
        fields = self.registry.by_graphql_name(entity)
        found = self.collecting.fields(nodes, frozenset({entity.name, "Node"}))
        return [
            self._value(entity, row, fields.get(same[0].name.value), same).label(key)
            for key, same in found.items()
        ]

    def _value(
        self,
        entity: Entity,
        row: Alias,
        field: Declared | PythonField | None,
        nodes: Sequence[FieldNode],
    ) -> ColumnElement[Any]:
        name = nodes[0].name.value
        if name == "__typename":
            return literal(entity.name)
        if name == "id" and entity.is_node:
            return encode_sql(entity.prefix, row.id)
        if not isinstance(field, Declared):
            raise Uncompiled(f"{entity.name}.{name} is no declared field")
        self._require(field.permission)
        if isinstance(field, Scalar):
            return shown(field.sql(row, self.viewer), field.annotation)
        return self._relation(entity, row, field, nodes)

    def _relation(
        self, entity: Entity, row: Alias, field: Declared, nodes: Sequence[FieldNode]
    ) -> ColumnElement[Any]:
        if not isinstance(field, ToOne | ToMany | Connection):
            raise Uncompiled(f"{entity.name}.{field.name} is of an unknown kind")
        target = self.registry.entity(field.target)
        self._require(target.read)
        if isinstance(field, ToOne):
            key = getattr(row, field.via)
            return self._one(target, nodes, lambda other: other.id == key)
        if isinstance(field, ToMany):
            return self._many(field, target, row, nodes)
        return self._connection(field, nodes, entity.name, row)

    def _one(self, entity: Entity, nodes: Sequence[FieldNode], join: Any) -> ColumnElement[Any]:
        row = aliased(entity.model)
        seen = visible(self.registry, entity, row, self.viewer)
        found = select(*self.values(entity, row, nodes)).where(join(row), seen)
        return object_of(found.correlate_except(row))

    def _many(
        self, field: ToMany, entity: Entity, parent: Alias, nodes: Sequence[FieldNode]
    ) -> ColumnElement[Any]:
        row: Any = aliased(entity.model)
        order = terms(self.registry, entity, row, self.viewer, [field.order or entity.order])
        live = [row.archived_at.is_(None)] if entity.archivable else []
        found = (
            select(*self.values(entity, row, nodes))
            .where(field.join(parent, row), visible(self.registry, entity, row, self.viewer), *live)
            .order_by(*(t.by() for t in order))
            .limit(field.limit)
        )
        return listed(found.correlate_except(row))

    def _connection(
        self, field: Connection, nodes: Sequence[FieldNode], owner: str, parent: Alias | None
    ) -> ColumnElement[Any]:
        entity = self.registry.entity(field.target)
        arguments = self.requested.arguments(self._definition(owner, nodes[0]), nodes[0])
        listing = Listing(self.registry, self.viewer, field, entity, arguments)
        return PageBuilder(self, listing, nodes, parent).value()

    def _definition(self, owner: str, node: FieldNode) -> Any:
        kind = self.schema.type_map[owner]
        assert isinstance(kind, GraphQLObjectType)  # noqa: S101 - the document was validated
        return kind.fields[node.name.value]

    def _require(self, *permissions: StrEnum | None) -> None:
        for permission in permissions:
            if permission is not None and not self.viewer.may(permission):
                raise Uncompiled(f"the viewer lacks {permission}, which the reference path tells")
