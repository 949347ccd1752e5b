"""Running a request against the schema."""

from graphql import GraphQLError
from strawberry import Schema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from core.errors import KortistoError
from schema.documents import TrustedDocuments
from schema.http.errors import RequestError
from schema.http.request import GraphQLRequest


async def execute(
    schema: Schema,
    trusted: TrustedDocuments,
    asked: GraphQLRequest,
    method: str,
    context: object,
) -> ExecutionResult:
    """The result of the operation; a RequestError if the method may not run it."""
    allowed = [OperationType.QUERY]
    if method == "POST":
        allowed.append(OperationType.MUTATION)
    try:
        return await schema.execute(
            trusted.resolve(asked.query, asked.document_id),
            variable_values=asked.variables,
            context_value=context,
            operation_name=asked.operation_name,
            allowed_operation_types=allowed,
        )
    except KortistoError as error:
        return refused(GraphQLError(error.message, original_error=error))
    except CannotGetOperationTypeError as error:
        return refused(
            GraphQLError(
                error.as_http_error_reason(), extensions={"code": "GRAPHQL_VALIDATION_FAILED"}
            )
        )
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
