"""Mutations whose payloads are plain values: graphql-core tells no more than what goes wrong."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
)
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues
from graphql.pyutils import Path

from core.context import Context
from core.recent import Recent
from schema.compiled.collecting import Collecting
from schema.compiled.executing import executed, row_executor
from schema.compiled.operations import Known, Operations
from schema.compiled.plain import Plain, Write
from schema.compiled.uncompiled import Uncompiled
from schema.compiled.variables import Arguments
from schema.executor import RowExecutor

MOST_PLANS = 500
"""Plans kept per schema; the last used."""


@dataclass(frozen=True)
class Root:
    """A field of Mutation, and what an answer shows of its payload."""

    key: str
    parent: GraphQLObjectType
    field: GraphQLField
    nodes: list[FieldNode]
    write: Write

    async def value(self, executor: RowExecutor) -> Any:
        """What the answer shows; null if it failed, which the executor knows.

        GraphQLError if null may not stand.
        """
        path = Path(None, self.key, self.parent.name)
        info = executor.build_resolve_info(self.field, self.nodes, self.parent, path)
        try:
            arguments = self._arguments.values(executor.variable_values)
            payload = self._resolve(None, info, **arguments)
            if executor.is_awaitable(payload):
                payload = await payload
            shown = self._shown(payload)
            if shown is not None:
                return shown
            place = self.field.type, self._details, info, path
            completed = executor.complete_value(*place, payload, None)
            return await completed if executor.is_awaitable(completed) else completed
        except Exception as error:  # noqa: BLE001 - as graphql-core does
            executor.handle_field_error(error, self.field.type, self._details, path)
            return None

    def _shown(self, payload: Any) -> Any:
        """What the answer shows; None if graphql-core must tell."""
        try:
            return self.write(payload)
        except Exception:  # noqa: BLE001 - graphql-core meets it again
            return None

    @cached_property
    def _arguments(self) -> Arguments:
        return Arguments(self.field, self.nodes[0])

    @cached_property
    def _details(self) -> list[FieldDetails]:
        return [FieldDetails(node, None) for node in self.nodes]

    @cached_property
    def _resolve(self) -> Any:
        return self.field.resolve


class Mutations:
    """Executes mutations of one schema, and keeps how: by operation and conditions."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._operations = Operations(schema)
        self._plans: Recent[Hashable, Sequence[Root] | None] = Recent(MOST_PLANS)

    async def result(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object],
        context: Context,
    ) -> ExecutionResult | None:
        """The result of a mutation that is known to be valid.

        None, and nothing is done, if its variables do not fit.
        """
        known = self._operations.known(document, operation)
        try:
            values = known.places.variables.values(variables)
        except Uncompiled:
            return None
        roots = self._roots(known, values)
        given = self._schema, document, operation, values, context
        if roots is None:
            return await executed(*given)
        return await _result(roots, row_executor(*given))

    def _roots(self, known: Known, values: VariableValues) -> Sequence[Root] | None:
        """What to carry out one after the other; None if payloads are more than plain values."""
        conditions = {name: values.coerced.get(name) for name in known.places.conditions}
        key = (known, *conditions.values())
        if key not in self._plans:
            self._plans[key] = self._made(known, conditions)
        return self._plans[key]

    def _made(self, known: Known, conditions: Mapping[str, Any]) -> Sequence[Root] | None:
        parent = self._schema.mutation_type
        assert parent is not None  # noqa: S101 - the document was validated
        if None in conditions.values():
            return None
        collecting = Collecting(known.places.fragments, conditions)
        try:
            selected = collecting.roots(known.operation.selection_set, parent.name)
            return [_root(collecting, parent, key, [*same]) for key, same in selected.items()]
        except Uncompiled:
            return None


def _root(
    collecting: Collecting, parent: GraphQLObjectType, key: str, nodes: list[FieldNode]
) -> Root:
    field = parent.fields.get(nodes[0].name.value)
    if field is None:
        raise Uncompiled("the name of the type")
    return Root(key, parent, field, nodes, Plain(collecting).write(field.type, nodes))


async def _result(roots: Sequence[Root], executor: RowExecutor) -> ExecutionResult:
    data: dict[str, Any] | None = {}
    errors = executor.collected_errors
    try:
        data = {root.key: await root.value(executor) for root in roots}
    except GraphQLError as error:
        data = None
        errors.add(error, None)
    return ExecutionResult(data, errors.errors or None)
