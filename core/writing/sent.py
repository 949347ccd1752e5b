"""Inputs that are taken as they were sent."""

from collections.abc import Mapping
from typing import Any, TypeVar

T = TypeVar("T", bound=type)

Sent = Mapping[str, Any]
"""An input as graphql-core checked it: by the names of the schema, dates and enums as Python's."""


def as_sent(kind: T) -> T:
    """Let resolvers get an input type, and all within it, as a `Sent`.

    To make objects of the items of a large batch takes longer than to write them.
    """
    definition: Any = vars(kind)["__strawberry_definition__"]
    definition.from_input = _unchanged
    return kind


def _unchanged(kind: type, value: Sent, context: object) -> Sent:
    return value
