"""The two things of Strawberry that we need and that it does not offer."""

from graphql import GraphQLSchema
from strawberry import Schema
from strawberry.types import ExecutionContext


def graphql_schema(schema: Schema) -> GraphQLSchema:
    """The graphql-core schema behind a Strawberry schema."""
    return schema._schema  # noqa: SLF001 - no public attribute holds it


def requested_operation(context: ExecutionContext) -> str | None:
    """The operation name of the request, where the public one falls back on the first."""
    return context._provided_operation_name  # noqa: SLF001 - as above
