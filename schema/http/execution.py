"""Running a request against the schema."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError
from strawberry import Schema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from core.errors import KortistoError
from schema.compiled import HotLane
from schema.documents import TrustedDocuments
from schema.http.errors import RequestError
from schema.http.request import GraphQLRequest


@dataclass(frozen=True)
class Executor:
    """Executes operations, on the hot lane or by the schema."""

    schema: Schema
    trusted: TrustedDocuments
    hot: HotLane | None = None

    async def on_hot_lane(
        self, asked: GraphQLRequest, method: str, context: Any
    ) -> ExecutionResult | None:
        """The result of a query or mutation that is known; None if it must be executed."""
        if self.hot is None:
            return None
        try:
            query = self.trusted.resolve(asked.query, asked.document_id)
            if query is None:
                return None
            given = (query, asked.operation_name, asked.variables, context)
            return await self.hot.answer(*given, may_write=method == "POST")
        except KortistoError as error:
            return refused(GraphQLError(error.message, original_error=error))

    async def execute(self, asked: GraphQLRequest, method: str, context: Any) -> ExecutionResult:
        """The result of the operation; a RequestError if the method may not run it."""
        try:
            query = self.trusted.resolve(asked.query, asked.document_id)
            return await self._by_schema(query, asked, method, context)
        except KortistoError as error:
            return refused(GraphQLError(error.message, original_error=error))

    async def _by_schema(
        self, query: str | None, asked: GraphQLRequest, method: str, context: object
    ) -> ExecutionResult:
        allowed = [OperationType.QUERY]
        if method == "POST":
            allowed.append(OperationType.MUTATION)
        try:
            return await self.schema.execute(
                query,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
                allowed_operation_types=allowed,
            )
        except CannotGetOperationTypeError as error:
            message = error.as_http_error_reason()
            code = {"code": "GRAPHQL_VALIDATION_FAILED"}
            return refused(GraphQLError(message, extensions=code))
        except InvalidOperationTypeError as error:
            raise wrong_operation(error.operation_type) from None


def refused(error: GraphQLError) -> ExecutionResult:
    """The result of a request that was understood but not executed."""
    return ExecutionResult(data=None, errors=[error])


def wrong_operation(kind: OperationType) -> RequestError:
    """The refusal of an operation that this method, or this endpoint, does not run."""
    if kind is OperationType.MUTATION:
        return RequestError(
            405, "METHOD_NOT_ALLOWED", "Mutations are executed by POST only.", {"Allow": "POST"}
        )
    return RequestError.bad("Subscriptions are not executed here.")
