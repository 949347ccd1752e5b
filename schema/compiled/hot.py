"""The hot lane: operations asked before, without Strawberry's steps around them."""

from collections.abc import Mapping

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)
from strawberry import Schema
from strawberry.types.execution import ExecutionResult

from core.context import Context
from schema.compiled.lane import CompiledReads
from schema.compiled.mutating import Mutations
from schema.documents import DocumentCache
from schema.errors import log_unexpected
from schema.internals import graphql_schema
from schema.repeats import is_remembered


class HotLane:
    """Answers operations whose document is known to be valid: queries by compiled reads.

    Limits and rights hold as everywhere; whatever is refused or cannot be compiled is left to the
    schema, which tells why.
    """

    def __init__(self, schema: Schema, documents: DocumentCache, reads: CompiledReads) -> None:
        self._schema = graphql_schema(schema)
        self._documents = documents
        self._reads = reads
        self._mutations = Mutations(self._schema)

    async def answer(
        self,
        query: str,
        operation_name: str | None,
        variables: Mapping[str, object],
        context: Context,
        *,
        may_write: bool = False,
    ) -> ExecutionResult | None:
        """The result; None if the schema must execute the operation. Nothing is done then."""
        prepared = self._documents.valid.get(query)
        if prepared is None or prepared.document is None:
            return None
        operation = get_operation_ast(prepared.document, operation_name)
        if operation is None:
            return None
        try:
            self._documents.check(self._schema, prepared, operation, variables)
        except GraphQLError:
            return None
        if operation.operation is OperationType.QUERY:
            asked = (prepared.document, operation, variables, context)
            result = await self._reads.answer(self._schema, *asked)
            if result is not None:
                self._reads.answered(context)
            return result
        if operation.operation is OperationType.MUTATION and may_write:
            return await self._written(prepared.document, operation, variables, context)
        return None

    async def _written(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object],
        context: Context,
    ) -> ExecutionResult | None:
        if is_remembered(context):
            return None
        result = await self._mutations.result(document, operation, variables, context)
        if result is None:
            return None
        log_unexpected(result.errors or ())
        return ExecutionResult(data=result.data, errors=result.errors)
