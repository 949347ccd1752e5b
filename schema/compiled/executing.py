"""graphql-core's execution of one operation, as Strawberry sets it up."""

from collections.abc import Callable
from typing import Any

from graphql import (
    DocumentNode,
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


def executor_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: VariableValues,
    context: Context,
    make_teller: Callable[[], Teller],
) -> Executor[Any]:
    """What runs and completes single fields of an operation as the reference path does."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    found = TellingExecutor(
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
    found.make_teller = make_teller
    return found
