"""A walk over every path of the schema that ends at something of a customer's."""

from collections.abc import AsyncIterator, Iterator

import pytest
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    is_required_argument,
)

from core.registry import Registry
from core.visibility import WithParent
from tests.api import ALL_PLUGINS, declared
from tests.database import Databases
from tests.schema.compiled.rows import hard_world
from tests.world import OWNER, STRANGER, World


def of_a_customer(registry: Registry) -> frozenset[str]:
    """Types whose rows all hang on a customer: they are visible with it, or made of such rows."""

    def hangs(name: str) -> bool:
        rule = registry.entity(name).visible
        return name == "Customer" or (isinstance(rule, WithParent) and hangs(rule.entity))

    return frozenset(filter(hangs, registry.entities)) | {"ResponsibilityRow", "CustomerGroupCount"}


EVERYBODYS = frozenset({"CustomerPriceRule"})
"""Types of which some rows are of a segment, and for all who may read them."""

OF_A_CUSTOMER = of_a_customer(declared(ALL_PLUGINS)) - EVERYBODYS

DEPTH = 3
"""Relations on a path; connections count once."""

MORE = (
    *("workflows:read", "mail:read", "webhooks:read", "tools:use", "employees:manage"),
    *("calendar:read", "reminders:use", "memos:read", "text_messages:read", "prices:read"),
    "annual_contracts:read",
)
"""Rights to read what the world's readers cannot."""


def paths(kind: GraphQLObjectType, depth: int) -> Iterator[tuple[str, ...]]:
    """The fields that lead to something of a customer's, through whatever lies between."""
    for name, field in kind.fields.items():
        target = target_of(field)
        if target is None or any(map(is_required_argument, field.args.values())):
            continue
        step = f"{name} {{ nodes" if "nodes" in connection_of(field) else name
        if target.name in OF_A_CUSTOMER:
            yield (step,)
        if depth > 1:
            yield from ((step, *rest) for rest in paths(target, depth - 1))


def connection_of(field: GraphQLField) -> dict[str, GraphQLField]:
    kind = get_named_type(field.type)
    return kind.fields if isinstance(kind, GraphQLObjectType) else {}


def target_of(field: GraphQLField) -> GraphQLObjectType | None:
    """The type of the rows that a field leads to."""
    fields = connection_of(field)
    kind = get_named_type(fields["nodes"].type if "nodes" in fields else field.type)
    return kind if isinstance(kind, GraphQLObjectType) else None


def document(path: tuple[str, ...], alias: str) -> str:
    opened = f"{alias}: " + " { ".join(path) + " { __typename"
    return opened + " }" * opened.count("{")


def rows(value: object) -> Iterator[str]:
    """The types of all rows in an answer."""
    if isinstance(value, dict):
        if "__typename" in value:
            yield value["__typename"]
        for inner in value.values():
            yield from rows(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from rows(inner)


@pytest.fixture(scope="module")
async def hard(databases: Databases) -> AsyncIterator[World]:
    """Rows of every kind; the stranger was responsible, and sells without a right to."""
    async with hard_world(databases) as world:
        yield world


@pytest.fixture(scope="module")
def operations(hard: World) -> list[str]:
    """All paths, some dozens to an operation."""
    query = hard.api.schema._schema.query_type  # noqa: SLF001 - as clients see it
    assert query is not None
    found = sorted(set(paths(query, DEPTH)))
    parts = [document(path, f"p{n}") for n, path in enumerate(found)]
    return ["{ " + " ".join(parts[n : n + 40]) + " }" for n in range(0, len(parts), 40)]


async def test_one_who_may_read_everything_and_owns_nothing_finds_no_customer(
    hard: World, operations: list[str]
) -> None:
    stranger = hard.reader(STRANGER, *MORE)
    for operation in operations:
        answer = await hard(operation, stranger)
        assert {code for code, _ in answer.errors} <= {"FORBIDDEN"}, answer.messages
        assert not OF_A_CUSTOMER & set(rows(answer.data)), operation


async def test_the_same_walk_finds_every_type_for_those_who_see_all(
    hard: World, operations: list[str]
) -> None:
    found: set[str] = set()
    for operation in operations:
        answer = await hard(operation, hard.admin)
        assert not answer.messages
        found.update(rows(answer.data))
    assert found == OF_A_CUSTOMER


async def test_an_owner_finds_his_own_alone(world: World, operations: list[str]) -> None:
    for operation in operations[::5]:
        named = operation.replace("{ __typename }", "{ ... on Customer { __typename id } }")
        answer = await world(named, world.reader(OWNER))
        ids = {row["id"] for row in customers(answer.data)}
        # 6 is archived; what hangs on it still leads to it
        assert ids <= {"customer_1", "customer_6"}, named


def customers(value: object) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if value.get("__typename") == "Customer":
            yield value
        for inner in value.values():
            yield from customers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from customers(inner)


async def test_no_id_leads_a_stranger_to_a_row_of_a_customer(world: World) -> None:
    entities = map(world.api.deployment.registry.entity, sorted(OF_A_CUSTOMER))
    prefixes = [entity.prefix for entity in entities if entity.is_node]
    ids = [f"{prefix}_{key}" for prefix in prefixes for key in (1, 2, 6, 10, 31, 80)]
    query = "query ($id: ID!) { node(id: $id) { id } }"
    for text in ids:
        answer = await world(query, world.reader(STRANGER, *MORE), id=text)
        assert answer.data == {"node": None}
        assert answer.errors in ([], [("BAD_USER_INPUT", ("node",))])
