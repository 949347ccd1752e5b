"""Refusals: the right code at the right place, and the rest of the answer untouched."""

import pytest
from graphql import GraphQLField, is_required_argument

from tests.world import OWNER, READ, World

LITERALS = {
    "ID!": '"customer_1"',
    "[ID!]!": "[]",
    "String!": '"Customer"',
    "Date!": '"2026-01-01"',
    "productId": '"product_1"',
}
"""Values for the arguments that fields must have, by name or type; of an enum the first."""

MOST_ROOTS = 50
"""Root fields of a request."""

BAD_IDS = ["", "customer", "customer_", "customer_0", "customer_-1", "customer_1.0", "1", "_1"]
BAD_IDS += ["customer_01", "customer_1\n", "CUSTOMER_1", "customer_９", "customer_1\0", "x" * 9999]
BAD_IDS += ["customer_9999999999999999999", "customer__1", "' OR 1=1", "Y3VzdG9tZXJfMQ=="]


async def test_nobody_is_asked_to_sign_in_at_every_root(world: World) -> None:
    query = world.api.schema._schema.query_type  # noqa: SLF001 - as clients see it
    assert query is not None
    for name, field in query.fields.items():
        given = required(field)
        with world.api.statements() as seen:
            answer = await world(f"{{ {name}{given} {{ __typename }} }}")
        assert answer.data == {name: None}, answer.messages
        assert answer.errors == ([] if name == "viewer" else [("UNAUTHENTICATED", (name,))])
        assert seen == []


async def test_a_missing_right_takes_its_own_field_alone(world: World) -> None:
    viewer = world.api.viewer(OWNER, {"customers:read", "projects:read"})
    query = """{
      customers { nodes {
        id name contacts { totalCount } projects { totalCount } department { code }
      } }
      contacts { totalCount }
    }"""
    answer = await world(query, viewer)
    assert answer.data["contacts"] is None
    (node,) = answer.data["customers"]["nodes"]
    assert node["name"] == "Åland Öljy Oy"
    assert node["projects"] == {"totalCount": 2}
    assert node["contacts"] is node["department"] is None
    place = ("customers", "nodes", 0)
    assert sorted(answer.errors, key=str) == sorted(
        [
            ("FORBIDDEN", ("contacts",)),
            ("FORBIDDEN", (*place, "contacts")),
            ("FORBIDDEN", (*place, "department")),
        ],
        key=str,
    )
    assert any("'keywords:read'" in message for message in answer.messages)


@pytest.mark.parametrize("permission", READ)
async def test_each_right_guards_its_roots(world: World, permission: str) -> None:
    roots = {
        "customers:read": "customers customer",
        "contacts:read": "contacts contact",
        "projects:read": "projects project",
        "employees:read": "teams team",
        "keywords:read": "keywords keyword",
        "products:read": "products product productBaskets productBasket",
        "changes:read": "changes",
        "opportunities:read": "opportunities opportunity stages stage",
        "leads:read": "leads lead",
        "finance:read": "invoices invoice offers offer payments payment",
        "finance:read_holds": "deliveryHolds",
        "plans:read": "plans plan",
        "groups:read": "customerGroups customerGroup specialGroups specialGroup",
        "responsibilities:read": "responsibilities responsibility",
    }[permission]
    viewer = world.api.viewer(OWNER, set(READ) - {permission})
    query = world.api.schema._schema.query_type  # noqa: SLF001 - as clients see it
    assert query is not None
    for root in roots.split():
        if root not in query.fields:
            continue
        given = '(id: "customer_1")' if "id" in query.fields[root].args else ""
        with world.api.statements() as seen:
            answer = await world(f"{{ {root}{given} {{ __typename }} }}", viewer)
        assert answer.errors == [("FORBIDDEN", (root,))]
        assert f"'{permission}'" in answer.messages[0]
        assert seen == []


async def test_a_node_of_a_type_without_the_right_is_forbidden_not_hidden(world: World) -> None:
    viewer = world.api.viewer(OWNER, set(READ) - {"contacts:read"})
    answer = await world('{ node(id: "contact_10") { id } customers { totalCount } }', viewer)
    assert answer.data == {"node": None, "customers": {"totalCount": 1}}
    assert answer.errors == [("FORBIDDEN", ("node",))]


@pytest.mark.parametrize("text", BAD_IDS)
async def test_a_damaged_id_is_refused_before_any_sql(world: World, text: str) -> None:
    query = """query ($id: ID!) {
      customer(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id }
    }"""
    with world.api.statements() as seen:
        answer = await world(query, world.admin, id=text)
    assert answer.data == {"customer": None, "node": None, "nodes": None}
    expected = [("BAD_USER_INPUT", (name,)) for name in ("customer", "node", "nodes")]
    assert sorted(answer.errors) == expected
    assert all(len(message) < 300 for message in answer.messages)
    assert seen == []


async def test_an_id_of_another_type_is_refused_where_one_type_is_expected(world: World) -> None:
    answer = await world('{ customer(id: "contact_10") { id } }', world.admin)
    assert answer.errors == [("BAD_USER_INPUT", ("customer",))]
    assert answer.messages == [
        "'contact_10' is an id of contact; one of customer is expected here."
    ]
    answer = await world('{ node(id: "planet_1") { id } }', world.admin)
    assert answer.errors == [("BAD_USER_INPUT", ("node",))]


async def test_rows_without_an_id_are_no_nodes(world: World) -> None:
    for text in ("opportunity_total_10", "external_id_1"):
        answer = await world("query ($id: ID!) { node(id: $id) { id } }", world.admin, id=text)
        assert answer.errors == [("BAD_USER_INPUT", ("node",))]


async def test_nodes_come_in_the_order_of_their_ids_however_often(world: World) -> None:
    ids = ["employee_2", "customer_1", "customer_999", "employee_2", "contact_10", "customer_1"]
    answer = await world("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", world.admin, ids=ids)
    found = [node and node["id"] for node in answer["nodes"]]
    assert found == [None if text == "customer_999" else text for text in ids]


async def test_at_most_five_hundred_nodes_are_found_at_once(world: World) -> None:
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert len((await world(query, world.admin, ids=["customer_1"] * 500))["nodes"]) == 500
    answer = await world(query, world.admin, ids=["customer_1"] * 501)
    assert answer.errors == [("BAD_USER_INPUT", ("nodes",))]


async def test_every_field_of_every_type_can_be_asked_for_alone(world: World) -> None:
    """Each field is loaded with what it needs, whatever else is asked for."""
    schema = world.api.schema._schema  # noqa: SLF001 - as clients see it
    roots = {"Customer": "customers", "Contact": "contacts", "Project": "projects"}
    roots |= {"Employee": "employees", "Team": "teams", "Role": "roles", "Keyword": "keywords"}
    roots |= {"Product": "products", "Change": "changes", "Opportunity": "opportunities"}
    roots |= {"Stage": "stages"}
    for name, root in roots.items():
        kind = schema.get_type(name)
        parts = []
        for number, (field, made) in enumerate(kind.fields.items()):  # type: ignore[union-attr]
            below = " { __typename }" if "fields" in dir(inner(made.type)) else ""
            parts.append(f"f{number}: {root} {{ nodes {{ {field}{required(made)}{below} }} }}")
        for first in range(0, len(parts), MOST_ROOTS):
            some = " ".join(parts[first : first + MOST_ROOTS])
            answer = await world(f"{{ {some} }}", world.admin)
            assert not answer.messages, (name, answer.messages)


def required(field: GraphQLField) -> str:
    """The arguments that a field must have, with some values."""
    found = [
        f"{name}: {literal(name, argument.type)}"
        for name, argument in field.args.items()
        if is_required_argument(argument)
    ]
    return f"({', '.join(found)})" if found else ""


def literal(name: str, kind: object) -> str:
    known = LITERALS.get(name) or LITERALS.get(str(kind))
    return known or next(iter(inner(kind).values))  # type: ignore[attr-defined]


def inner(kind: object) -> object:
    while (below := getattr(kind, "of_type", None)) is not None:
        kind = below
    return kind


async def test_typename_alone_needs_no_column(world: World) -> None:
    query = "{ customers { __typename nodes { __typename opportunityTotals { __typename } } } }"
    answer = await world(query, world.admin)
    assert answer["customers"]["nodes"][0]["opportunityTotals"][0] == {
        "__typename": "OpportunityTotal"
    }
