"""The hot lane: queries asked before, without Strawberry's steps around an operation."""

from collections.abc import Mapping

from graphql import GraphQLError, OperationType, get_operation_ast
from strawberry import Schema
from strawberry.types.execution import ExecutionResult

from core.context import Context
from schema.compiled.lane import CompiledReads
from schema.documents import DocumentCache
from schema.internals import graphql_schema


class HotLane:
    """Answers queries whose document is known to be valid, by compiled reads.

    Limits and rights hold as everywhere; whatever is refused or cannot be compiled is left to the
    schema, which tells why.
    """

    def __init__(self, schema: Schema, documents: DocumentCache, reads: CompiledReads) -> None:
        self._schema = graphql_schema(schema)
        self._documents = documents
        self._reads = reads

    async def answer(
        self,
        query: str,
        operation_name: str | None,
        variables: Mapping[str, object],
        context: Context,
    ) -> ExecutionResult | None:
        """The result; None if the schema must execute the operation."""
        prepared = self._documents.valid.get(query)
        if prepared is None or prepared.document is None:
            return None
        operation = get_operation_ast(prepared.document, operation_name)
        if operation is None or operation.operation is not OperationType.QUERY:
            return None
        try:
            self._documents.check(self._schema, prepared, operation, variables)
        except GraphQLError:
            return None
        result = await self._reads.answer(
            self._schema, prepared.document, operation, variables, context
        )
        if result is not None:
            self._reads.answered(context)
        return result
