"""Payloads of mutations as they may come, and now and then should not."""

from collections.abc import Generator
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

from schema.functions import Tell
from schema.resolvers import Show

DEEPEST = 4


class Later:
    """A value that comes later."""

    def __await__(self) -> Generator[None, None, str]:
        yield from ()
        return "late"


LEAVES = (
    *("", "a text", "customer_1", 0, 3, -1, 2**31, 2**63, 2.5, float("inf"), True, False, None),
    *(Decimal("1.10"), date(2026, 3, 15), datetime(2026, 3, 15, tzinfo=UTC), {"a": [1]}, ["a"]),
    *(object(), ValueError("a fault"), Later()),
)
"""What a leaf may hold, whatever its type."""


def is_plain(field: GraphQLField) -> bool:
    """Whether a field needs nothing but the object it is of."""
    return isinstance(field.resolve, Show | Tell)


def selected(kind: Any, depth: int = 0) -> str:
    """All fields of a type that are plain values."""
    named = get_named_type(kind)
    if is_leaf_type(named) or not isinstance(named, GraphQLObjectType):
        return ""
    if depth == DEEPEST:
        return "{ __typename }"
    parts = [
        f"{name} {selected(field.type, depth + 1)}"
        for name, field in named.fields.items()
        if is_plain(field)
    ]
    return f"{{ __typename {' '.join(parts)} }}"


def made(kind: Any, random: Random, depth: int = 0) -> Any:
    """A value of a type, which now and then is none."""
    if isinstance(kind, GraphQLNonNull):
        return made(kind.of_type, random, depth)
    if random.random() < 0.03:
        return random.choice(LEAVES)
    if isinstance(kind, GraphQLList):
        items = [made(kind.of_type, random, depth) for _ in range(random.randint(0, 2))]
        return tuple(items) if random.random() < 0.1 else items
    if isinstance(kind, GraphQLEnumType):
        return random.choice([value.value for value in kind.values.values()])
    if isinstance(kind, GraphQLObjectType):
        return SimpleNamespace(**parts_of(kind, random, depth)) if depth < DEEPEST else None
    return fitting(kind, random)


def parts_of(kind: GraphQLObjectType, random: Random, depth: int) -> dict[str, Any]:
    backref = GraphQLCoreConverter.DEFINITION_BACKREF
    return {
        field.extensions[backref].python_name: made(field.type, random, depth + 1)
        for field in kind.fields.values()
        if is_plain(field)
    }


def fitting(kind: Any, random: Random) -> Any:
    """A value that a scalar shows, in most cases."""
    found = [value for value in LEAVES if shows(kind, value)]
    return random.choice(found if random.random() < 0.98 else LEAVES)


def shows(kind: Any, value: Any) -> bool:
    if value is None or isinstance(value, Exception | Later):
        return value is None
    try:
        return kind.coerce_output_value(value) is not None
    except Exception:  # noqa: BLE001 - whatever a scalar raises
        return False
