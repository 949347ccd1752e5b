"""Lists in variables that may be longer than others, because the field they are for says so."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLSchema,
    OperationDefinitionNode,
    get_nullable_type,
    type_from_ast,
)

from schema.limits.sizes import declared

MOST_ITEMS = "most_items"
"""The metadata of an input field with a bound of its own."""


def long_lists(
    schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Mapping[str, object]
) -> Mapping[int, int]:
    """How long lists may be that have a bound of their own, by their identity."""
    found: dict[int, int] = {}
    for definition in operation.variable_definitions or ():
        kind: Any = type_from_ast(schema, definition.type)
        value = variables.get(definition.variable.name.value)
        found.update(_within(get_nullable_type(kind), value, None))
    return found


def _within(kind: Any, value: object, field: GraphQLInputField | None) -> Iterator[tuple[int, int]]:
    if isinstance(value, list) and isinstance(kind, GraphQLList):
        most = None if field is None else declared(field, MOST_ITEMS)
        if most is not None:
            yield id(value), most
        inner = get_nullable_type(kind.of_type)
        for item in value:
            yield from _within(inner, item, None)
    elif isinstance(value, dict) and isinstance(kind, GraphQLInputObjectType):
        for name, item in value.items():
            if (known := kind.fields.get(name)) and isinstance(item, list | dict):
                yield from _within(get_nullable_type(known.type), item, known)
