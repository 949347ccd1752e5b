"""graphql-core's execution of one operation, as Strawberry sets it up."""

from collections.abc import Callable
from inspect import isawaitable
from typing import Any, TypeVar

from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    default_field_resolver,
    default_type_resolver,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues

from core.context import Context
from schema.compiled.telling import Teller, TellingExecutor
from schema.executor import RowExecutor

E = TypeVar("E", bound=RowExecutor)


async def executed(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: VariableValues,
    context: Context,
) -> ExecutionResult:
    """The result of a whole operation, as the reference path makes it."""
    executor = row_executor(schema, document, operation, variables, context)
    result: Any = executor.execute_operation()
    found: ExecutionResult = await result if isawaitable(result) else result
    return found


def row_executor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: VariableValues,
    context: Context,
) -> RowExecutor:
    """What executes an operation as the reference path does."""
    return _made(RowExecutor, schema, document, operation, variables, context)


def executor_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: VariableValues,
    context: Context,
    make_teller: Callable[[], Teller],
) -> Executor[Any]:
    """What runs and completes single fields of an operation as the reference path does."""
    found = _made(TellingExecutor, schema, document, operation, variables, context)
    found.make_teller = make_teller
    return found


def _made(
    kind: type[E],
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: VariableValues,
    context: Context,
) -> E:
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    return kind(
        schema,
        fragments,
        {name: FragmentDetails(fragment) for name, fragment in fragments.items()},
        None,
        context,
        operation,
        variables,
        default_field_resolver,
        default_type_resolver,
        default_field_resolver,
    )
