"""Refusals."""

from collections.abc import Collection

from graphql import GraphQLError, Node

SATURATED = 1_000_000_000


def limit_error(
    name: str, seen: int, maximum: int, nodes: Collection[Node] | None = None
) -> GraphQLError:
    """The error for a limit that was passed; `name` is the limit's noun, such as "depth"."""
    found = "far more" if seen >= SATURATED else f"{seen:,}"
    return GraphQLError(
        f"The request is too large: {name.replace('_', ' ')} {found}, at most {maximum:,}.",
        nodes,
        extensions={"code": f"LIMIT_{name.upper()}", "maximum": maximum},
    )


def require(name: str, seen: int, maximum: int, nodes: Collection[Node] | None = None) -> None:
    """Raise the limit's error when `seen` is above `maximum`."""
    if seen > maximum:
        raise limit_error(name, seen, maximum, nodes)
