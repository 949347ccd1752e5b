"""The one list that an operation asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_argument_values,
    get_operation_ast,
    get_variable_values,
)
from graphql.execution.values import VariableValues

from core.declare import Connection
from core.reading.reports import Report
from core.registry import Registry
from core.roots import Query
from schema.compiled.collecting import Collecting
from schema.documents import DocumentCache
from schema.exports.errors import NotExportable
from schema.http.request import GraphQLRequest

BESIDE_ROWS = frozenset({"pageInfo", "totalCount", "__typename"})
"""What a client may ask of a connection that is no row."""


@dataclass(frozen=True)
class Operation:
    """A valid query within the limits, with the variables of one request."""

    schema: GraphQLSchema
    document: DocumentNode
    node: OperationDefinitionNode
    variables: VariableValues

    @property
    def collecting(self) -> Collecting:
        """How to look into its selections."""
        fragments = {
            found.name.value: found
            for found in self.document.definitions
            if isinstance(found, FragmentDefinitionNode)
        }
        return Collecting(fragments, self.variables.coerced)


@dataclass(frozen=True)
class Asked:
    """A root field that is a list, its arguments, and the nodes below which its rows are."""

    field: Connection | Report
    arguments: Mapping[str, Any]
    rows: Sequence[FieldNode]


def operation_of(
    schema: GraphQLSchema, documents: DocumentCache, query: str, asked: GraphQLRequest
) -> Operation:
    """The operation of a request; a GraphQLError or NotExportable tells why it is none."""
    prepared = documents.prepared(schema, query)
    if prepared.document is None or prepared.errors:
        raise prepared.errors[0]
    node = get_operation_ast(prepared.document, asked.operation_name)
    if node is None:
        raise NotExportable("Name one operation of the document in `operationName`.")
    if node.operation is not OperationType.QUERY:
        raise NotExportable(f"A {node.operation.value} cannot be exported: send a query.")
    documents.check(schema, prepared, node, asked.variables)
    variables = get_variable_values(
        schema, node.variable_definitions or (), asked.variables, max_errors=1
    )
    if isinstance(variables, list):
        raise variables[0]
    return Operation(schema, prepared.document, node, variables)


def list_of(operation: Operation, registry: Registry) -> Asked:
    """The list; NotExportable if the operation asks for none, or for more."""
    fields = registry.root_fields(Query)
    found = operation.collecting.roots(operation.node.selection_set)
    lists = [nodes for nodes in found.values() if nodes[0].name.value != "__typename"]
    if len(lists) != 1:
        raise NotExportable(f"Ask for one list, not for {len(lists)} fields.")
    [nodes] = lists
    name = nodes[0].name.value
    field = fields.get(name)
    if not isinstance(field, Connection | Report):
        raise NotExportable(f"'{name}' is no list whose rows can be exported.")
    rows = nodes if isinstance(field, Report) else _rows(operation, field, nodes)
    return Asked(field, _arguments(operation, nodes[0]), rows)


def _rows(
    operation: Operation, field: Connection, nodes: Sequence[FieldNode]
) -> Sequence[FieldNode]:
    """The nodes below which the rows of a connection are selected, `nodes` or `edges { node }`."""
    found = _below(operation, nodes, f"{field.target}Connection")
    if edges := found.pop("edges", None):
        found |= _below(operation, edges, f"{field.target}Edge")
    ways = [same for name, same in found.items() if name in ("nodes", "node")]
    if len(ways) != 1:
        raise NotExportable("Ask for the rows by `nodes` or by `edges { node }`, once.")
    return ways[0]


def _below(
    operation: Operation, nodes: Sequence[FieldNode], kind: str
) -> dict[str, Sequence[FieldNode]]:
    found = operation.collecting.fields(nodes, frozenset({kind}))
    return {same[0].name.value: same for same in found.values()}


def _arguments(operation: Operation, node: FieldNode) -> Mapping[str, Any]:
    """The arguments of the list; a file has all pages."""
    query = operation.schema.query_type
    assert query is not None  # noqa: S101 - a schema without queries is refused
    field = query.fields[node.name.value]
    try:
        found = get_argument_values(field, node, operation.variables)
    except GraphQLError as error:
        raise NotExportable(error.message) from error
    return {name: value for name, value in found.items() if name not in ("first", "after")}
