"""Checks of the values a client sends, in variables and in the document."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from graphql import (
    ArgumentNode,
    DocumentNode,
    GraphQLError,
    ListValueNode,
    Node,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableDefinitionNode,
)

from schema.limits.errors import require
from schema.limits.settings import Limits

LongLists = Callable[[], Mapping[int, int]]


def check_variables(
    variables: Mapping[str, object], limits: Limits, long_lists: LongLists = dict
) -> None:
    """Raise a GraphQLError for variables nested too deeply, too long lists, or U+0000.

    `long_lists` tells how long single lists may be, if one is longer than others.
    """
    allowed: Mapping[int, int] | None = None
    stack: list[tuple[Iterable[object], int]] = [(variables.values(), 1)]
    while stack:
        items, depth = stack.pop()
        for value in items:
            if isinstance(value, str):
                refuse_nul(value)
            elif isinstance(value, list | dict):
                require("variables_depth", depth, limits.max_variables_depth)
                if isinstance(value, list) and len(value) > limits.max_batch_items:
                    allowed = long_lists() if allowed is None else allowed
                    most = allowed.get(id(value), limits.max_batch_items)
                    require("batch_items", len(value), most)
                stack.append((value if isinstance(value, list) else value.values(), depth + 1))


def check_literals(document: DocumentNode, limits: Limits) -> None:
    """Raise a GraphQLError for literals that variables would not be allowed to hold."""
    stack: list[tuple[ValueNode, int]] = [(value, 1) for value in literals(document)]
    while stack:
        value, depth = stack.pop()
        if isinstance(value, StringValueNode):
            refuse_nul(value.value)
        elif isinstance(value, ListValueNode | ObjectValueNode):
            require("variables_depth", depth, limits.max_variables_depth, [value])
            if isinstance(value, ListValueNode):
                require("batch_items", len(value.values), limits.max_batch_items, [value])
                stack += [(item, depth + 1) for item in value.values]
            else:
                stack += [(item.value, depth + 1) for item in value.fields]


def literals(document: DocumentNode) -> Iterator[ValueNode]:
    """The outermost values of a document: of arguments, directives and defaults."""
    stack: list[Node] = list(document.definitions)
    while stack:
        node = stack.pop()
        if isinstance(node, ArgumentNode):
            yield node.value
            continue
        if isinstance(node, VariableDefinitionNode) and node.default_value:
            yield node.default_value
        for key in ("directives", "variable_definitions", "arguments", "selections"):
            stack += getattr(node, key, None) or ()
        if nested := getattr(node, "selection_set", None):
            stack.append(nested)


def refuse_nul(text: str) -> None:
    """Raise where a text holds U+0000, which PostgreSQL cannot store."""
    if "\0" in text:
        raise GraphQLError(
            "A text holds the character U+0000; remove it.",
            extensions={"code": "BAD_USER_INPUT"},
        )
