"""Inputs are coerced as graphql-core does it, or left to it."""

from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    coerce_input_value,
)
from graphql.pyutils import Undefined

from schema.compiled.coercing import Coercions
from schema.internals import graphql_schema
from tests.api import ALL_PLUGINS, composed, declared

ROUNDS = 20
"""Values of each argument."""

SCALARS = (
    *("", "a text", "customer_1", "2026-03-15", "2026-03-15T10:00:00Z", "12.50", "EUR"),
    *(0, 3, -1, 2**31, 2.0, 2.5, True, False, {"a": [1]}, ["a"]),
)
"""What a client may send for a scalar, whatever its type."""


def sent(kind: Any, random: Random) -> Any:
    """What a client may send for a type, which now and then does not fit."""
    if isinstance(kind, GraphQLNonNull):
        return None if random.random() < 0.005 else sent(kind.of_type, random)
    if random.random() < 0.1:
        return None
    if isinstance(kind, GraphQLList):
        items = [sent(kind.of_type, random) for _ in range(random.randint(0, 3))]
        return items[0] if len(items) == 1 else items
    if isinstance(kind, GraphQLInputObjectType):
        return fields_of(kind, random)
    if isinstance(kind, GraphQLEnumType):
        return random.choice([*kind.values, *kind.values, "x"])
    fitting = [value for value in SCALARS if coerced(kind, value) is not Undefined]
    return random.choice(SCALARS if random.random() < 0.005 else fitting)


def fields_of(kind: GraphQLInputObjectType, random: Random) -> dict[str, Any]:
    more = {"unknown": 1} if random.random() < 0.005 else {}
    return more | {
        name: sent(field.type, random)
        for name, field in kind.fields.items()
        if random.random() < (0.97 if isinstance(field.type, GraphQLNonNull) else 0.5)
    }


def coerced(kind: Any, value: Any) -> Any:
    return coerce_input_value(value, kind)


def quickly(coerce: Any, value: Any) -> Any:
    try:
        return coerce(value)
    except Exception:  # noqa: BLE001 - as whoever coerces does
        return Undefined


def test_the_inputs_of_all_mutations_are_coerced_alike() -> None:
    random, coercions = Random(1), Coercions()  # noqa: S311 - no secret
    kinds = [argument.type for field in mutations() for argument in field.args.values()]
    pairs = []
    for kind in kinds:
        coerce = coercions.of(kind)
        assert coerce is not None, kind
        values = [sent(kind, random) for _ in range(ROUNDS)]
        pairs += [(quickly(coerce, value), coerced(kind, value)) for value in values]
    assert all(repr(mine) == repr(theirs) for mine, theirs in pairs if mine is not Undefined)
    fitting = [mine is not Undefined for mine, theirs in pairs if theirs is not Undefined]
    assert len(fitting) / 2 < sum(fitting) <= len(fitting) < len(pairs)


def mutations() -> list[Any]:
    kind = graphql_schema(composed(declared(ALL_PLUGINS))).mutation_type
    assert kind is not None
    return [*kind.fields.values()]


def test_inputs_that_hold_themselves_are_left_to_graphql_core() -> None:
    types, coercions = graphql_schema(composed(declared(ALL_PLUGINS))).type_map, Coercions()
    kind = types["CustomerFilter"]
    assert isinstance(kind, GraphQLInputObjectType)
    assert coercions.of(kind) is None
    assert coercions.of(GraphQLList(kind)) is None
