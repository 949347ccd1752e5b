"""Conditions kept as JSON are read as the schema reads the filter input of a list."""

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    coerce_input_value,
    get_nullable_type,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.reading.conditions import DEEPEST, parsed
from schema.internals import graphql_schema
from tests.api import ALL_PLUGINS, composed, declared
from tests.effort import some
from tests.schema.compiled.pools import DAMAGED_IDS, DATE_TIMES, DATES, DECIMALS, INTS, STRINGS

REGISTRY = declared(ALL_PLUGINS)
SCHEMA = graphql_schema(composed(REGISTRY))
ENTITIES = ("Customer", "Contact", "Opportunity", "Employee", "Stage", "Keyword", "Change", "Role")

EXAMPLES = 300

FOREIGN: tuple[Any, ...] = (True, False, 1.5, 1e30, [], {}, [[]], "OPEN", "true", "ACTIVE", "A")
POOLS: dict[str, tuple[Any, ...]] = {
    "String": STRINGS,
    "Int": (*INTS, 2**31),
    "Decimal": (*DECIMALS, 5, 1.25),
    "Date": DATES,
    "DateTime": DATE_TIMES,
    "ID": ("customer_1", 7, *DAMAGED_IDS),
    "Boolean": (True, False),
}


@st.composite
def values(draw: st.DrawFn, kind: GraphQLInputType, depth: int = 3) -> Any:
    """A value for an input type, now and then one that does not fit."""
    inner = get_nullable_type(kind)
    if draw(st.integers(0, 30)) == 0:
        return draw(st.sampled_from(FOREIGN))
    if isinstance(inner, GraphQLList):
        of = values(inner.of_type, depth)
        return draw(of if draw(st.integers(0, 9)) == 0 else st.lists(of, max_size=3))
    if isinstance(inner, GraphQLInputObjectType):
        names = sorted(inner.fields) if depth else ["id"] if "id" in inner.fields else []
        chosen = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
        found = {name: draw(values(inner.fields[name].type, depth - 1)) for name in chosen}
        return found | ({"colour": 1} if draw(st.integers(0, 40)) == 0 else {})
    if isinstance(inner, GraphQLEnumType):
        return draw(st.sampled_from([*inner.values, "NONE_OF_THEM"]))
    return draw(st.sampled_from(POOLS[str(inner)]))


def by_schema(name: str, value: Any) -> Any:
    """What the filter input makes of a value; None if it refuses it."""
    try:
        return coerce_input_value(value, SCHEMA.type_map[f"{name}Filter"])  # type: ignore[arg-type]
    except (GraphQLError, ValueError):
        return None


@pytest.mark.parametrize("name", ENTITIES)
def test_a_condition_is_read_as_the_filter_input_reads_it(name: str) -> None:
    taken = []

    @settings(max_examples=some(EXAMPLES), derandomize=True, database=None, deadline=None)
    @given(values(SCHEMA.type_map[f"{name}Filter"]))  # type: ignore[arg-type]
    def alike(value: Any) -> None:
        try:
            found = parsed(REGISTRY, REGISTRY.entity(name), value)
        except BadInput:
            found = None
        assert found == by_schema(name, value), value
        taken.append(found)

    alike()
    assert sum(found not in (None, {}) for found in taken) > some(EXAMPLES) // 6
    assert None in taken


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"colour": {}}, "'colour': Customer has no such field to filter by."),
        ({"name": {"like": "x"}}, "'name.like' is not known: use eq, ne, in, notIn"),
        ({"name": {"eq": None}}, "'name.eq' is null."),
        ({"status": {"eq": "ODD"}}, "'status.eq': 'ODD' is none of the values."),
        ({"owner": {"id": "employee_1"}}, "'owner.id' must be an object of conditions"),
        ([], "The condition must be an object of conditions"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(value: Any, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        parsed(REGISTRY, REGISTRY.entity("Customer"), value)
    assert told in caught.value.message


def test_what_is_nested_too_deeply_is_refused() -> None:
    value: Any = {}
    for _ in range(DEEPEST + 1):
        value = {"not": value}
    with pytest.raises(BadInput, match="nested too deeply"):
        parsed(REGISTRY, REGISTRY.entity("Customer"), value)
