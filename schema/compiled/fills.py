"""Where the values of Python fields belong in an answer, and what makes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_nullable_type,
    is_leaf_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetails
from sqlalchemy import Dialect

from core.declare import Declared, PythonField
from core.declare.entity import Row
from core.reading.selection import needed_columns
from core.registry import Registry
from core.roots import Query
from schema.compiled.calling import Call
from schema.compiled.carried import received
from schema.compiled.collecting import Collecting, Fields
from schema.executor import Shown
from schema.functions import Tell


@dataclass(frozen=True)
class Within:
    """What is to be filled in an object, in the order of its keys."""

    name: str
    entries: Sequence[tuple[str, "Call | Below"]]


@dataclass(frozen=True)
class Below:
    """A field of the statement whose objects have Python fields.

    Where it leads to rows of any type, each stands behind the prefix of its type's ids.
    """

    within: Within | None = None
    branches: Mapping[str, Within] = field(default_factory=dict)
    items: "Below | None" = None
    nullable: bool = True


@dataclass(frozen=True)
class Fills:
    """Finds the Python fields of one operation."""

    schema: GraphQLSchema
    registry: Registry
    collecting: Collecting
    dialect: Dialect

    def of(self, operation: OperationDefinitionNode) -> Within | None:
        """What is to be filled in the data of an answer; None if there is nothing."""
        query = self.schema.query_type
        assert query is not None  # noqa: S101 - a schema without queries is refused
        return self._within(query, self.collecting.roots(operation.selection_set))

    def branches(self, nodes: Sequence[FieldNode]) -> Mapping[str, Within]:
        """What is to be filled in rows of any type, by the prefix of the type's ids."""
        found = {
            entity.prefix: self._below(self.schema.type_map[entity.name], nodes)
            for entity in self.registry.entities.values()
            if entity.is_node
        }
        return {prefix: within for prefix, within in found.items() if within is not None}

    def _below(self, kind: Any, nodes: Sequence[FieldNode]) -> Within | None:
        return self._within(kind, self.collecting.fields(nodes, frozenset({kind.name, "Node"})))

    def _within(self, kind: GraphQLObjectType, fields: Fields) -> Within | None:
        known = self._known(kind)
        found = {
            key: self._entry(kind, known.get(nodes[0].name.value), nodes)
            for key, nodes in fields.items()
        }
        entries = [(key, entry) for key, entry in found.items() if entry is not None]
        return Within(kind.name, entries) if entries else None

    def _known(self, kind: GraphQLObjectType) -> Mapping[str, Declared | PythonField]:
        if kind is self.schema.query_type:
            return self.registry.root_fields(Query)
        entity = self.registry.entities.get(kind.name)
        return self.registry.by_graphql_name(entity) if entity else {}

    def _entry(
        self,
        kind: GraphQLObjectType,
        known: Declared | PythonField | None,
        nodes: Sequence[FieldNode],
    ) -> Call | Below | None:
        shown = kind.fields.get(nodes[0].name.value)
        if shown is None:
            return None
        if isinstance(known, PythonField):
            details = [FieldDetails(node, None) for node in nodes]
            return Call(kind, details, self._row(kind, known), short(shown))
        return self._declared(shown.type, nodes)

    def _row(self, kind: GraphQLObjectType, python: PythonField) -> Callable[[Any], Row] | None:
        entity = self.registry.entities.get(kind.name)
        if entity is None:
            return None
        columns = needed_columns(self.registry, entity, [python.name])
        return received(entity, columns, self.dialect)

    def _declared(self, kind: GraphQLOutputType, nodes: Sequence[FieldNode]) -> Below | None:
        if isinstance(kind, GraphQLNonNull):
            found = self._declared(kind.of_type, nodes)
            return replace(found, nullable=False) if found else None
        if isinstance(kind, GraphQLList):
            items = self._declared(kind.of_type, nodes)
            return Below(items=items) if items else None
        if isinstance(kind, GraphQLInterfaceType):
            branches = self.branches(nodes)
            return Below(branches=branches) if branches else None
        within = self._below(kind, nodes) if isinstance(kind, GraphQLObjectType) else None
        return Below(within) if within else None


def short(field: GraphQLField) -> Shown | None:
    leaf = get_nullable_type(field.type)
    if not isinstance(field.resolve, Tell) or not is_leaf_type(leaf):
        return None
    tell, nullable = field.resolve.of, not is_non_null_type(field.type)
    return Shown("", tell, leaf.coerce_output_value, nullable)
