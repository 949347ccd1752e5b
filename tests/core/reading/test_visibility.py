"""Who sees which customers, and what hangs on them, by every way to a row."""

from typing import Any

import pytest

from core.viewer import Viewer
from tests.world import (
    LEAD,
    LOOP_LEAD,
    LOOP_MEMBER,
    OLD_MEMBER,
    OTHER,
    OTHER_LEAD,
    OWNER,
    STRANGER,
    TOP_LEAD,
    World,
)

SEEN: dict[int, dict[int, list[str]]] = {
    OWNER: {1: ["OWNER"]},
    TOP_LEAD: {1: ["TEAM_LEAD"], 3: ["TEAM_LEAD"], 7: ["OWNER", "TEAM_LEAD"]},
    LEAD: {1: ["TEAM_LEAD"], 3: ["OWNER", "TEAM_LEAD"]},
    OTHER: {2: ["OWNER"]},
    OTHER_LEAD: {2: ["TEAM_LEAD"]},
    STRANGER: {},
    # teams above each other are his; the archived team, whose member owns customer 4, is not
    LOOP_LEAD: {8: ["TEAM_LEAD"]},
    OLD_MEMBER: {4: ["OWNER"]},
    LOOP_MEMBER: {8: ["OWNER"]},
}
"""The customers in use that each employee sees, and why."""

ARCHIVED = 6
"""The archived customer of OWNER; what hangs on it is in use."""

WITHOUT_CUSTOMER = {OWNER: [1, 3], TOP_LEAD: [1, 3], LEAD: [1, 3], OTHER: [3], OTHER_LEAD: [3]}
"""Opportunities that are OWNER's: one has no customer, the other's belongs to OTHER."""


def ids(kind: str, keys: Any) -> list[str]:
    return sorted(f"{kind}_{key}" for key in keys)


async def listed(world: World, viewer: Viewer, root: str, arguments: str = "") -> list[str]:
    """The ids of all rows of a root list; its count agrees."""
    query = f"{{ {root}(first: 500 {arguments}) {{ totalCount nodes {{ id }} }} }}"
    found = (await world(query, viewer))[root]
    assert found["totalCount"] == len(found["nodes"])
    return sorted(node["id"] for node in found["nodes"])


@pytest.mark.parametrize("employee", SEEN)
async def test_roots_list_what_the_viewer_sees(world: World, employee: int) -> None:
    viewer, customers = world.reader(employee), [*SEEN[employee]]
    assert await listed(world, viewer, "customers") == ids("customer", customers)
    if employee in (OWNER, TOP_LEAD, LEAD):
        customers.append(ARCHIVED)
    hanging = [10 * key + place for key in customers for place in (0, 1)]
    for root in ("contacts", "projects", "changes"):
        assert await listed(world, viewer, root) == ids(root.removesuffix("s"), hanging)
    seen = {*hanging, *WITHOUT_CUSTOMER.get(employee, ())}
    assert await listed(world, viewer, "opportunities") == ids("opportunity", seen)


@pytest.mark.parametrize("employee", SEEN)
async def test_visible_because_tells_all_reasons(world: World, employee: int) -> None:
    query = "{ customers { nodes { id visibleBecause } } }"
    found = (await world(query, world.reader(employee)))["customers"]["nodes"]
    reasons = {node["id"]: node["visibleBecause"] for node in found}
    assert reasons == {f"customer_{key}": codes for key, codes in SEEN[employee].items()}
    everything = (await world(query, world.reader(employee, "customers:read_all")))["customers"]
    assert {node["visibleBecause"][0] for node in everything["nodes"]} == {"READ_ALL"}
    assert len(everything["nodes"]) == 7


async def test_archived_customers_are_seen_by_those_who_may_see_them(world: World) -> None:
    assert await listed(world, world.reader(OWNER), "customers", "archived: ONLY") == ["customer_6"]
    assert await listed(world, world.reader(OTHER), "customers", "archived: ONLY") == []


CARD = """query ($id: ID!) {
  customer(id: $id) { id name }
  node(id: $id) { id }
  nodes(ids: [$id]) { id ... on Customer { name } }
}"""


@pytest.mark.parametrize("employee", [OWNER, OTHER, STRANGER])
async def test_a_hidden_row_and_a_missing_row_look_the_same(world: World, employee: int) -> None:
    viewer = world.reader(employee)
    for hidden, missing in (
        ("customer_3", "customer_999"),
        ("customer_3", "customer_999999999999999999"),
    ):
        with world.api.statements() as first:
            a = await world(CARD, viewer, id=hidden)
        with world.api.statements() as second:
            b = await world(CARD, viewer, id=missing)
        assert a == b
        assert sorted(first) == sorted(second)
        assert a.data == {"customer": None, "node": None, "nodes": [None]}


async def test_nodes_of_every_type_are_hidden_with_their_customer(world: World) -> None:
    rows = ["customer_3", "contact_30", "project_30", "opportunity_30", "change_30"]
    rows.append("project_participant_30")
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    seen = (await world(query, world.reader(LEAD), ids=rows))["nodes"]
    assert [node["id"] for node in seen] == rows
    hidden = (await world(query, world.reader(OTHER), ids=rows))["nodes"]
    assert hidden == [None] * len(rows)


RELATIONS = """{
  customers { nodes {
    id parent { id } subsidiaries { totalCount nodes { id } }
    contacts { totalCount } opportunityTotals { count amount }
  } }
}"""


async def test_relations_up_and_down_hide_what_is_hidden(world: World) -> None:
    """Customer 1 is the parent of 2, whose owner is another, and of the archived 6."""
    (mother,) = (await world(RELATIONS, world.reader(OWNER)))["customers"]["nodes"]
    assert mother["subsidiaries"] == {"totalCount": 0, "nodes": []}
    (child,) = (await world(RELATIONS, world.reader(OTHER)))["customers"]["nodes"]
    assert child["parent"] is None
    # 20, 21, and 3 of another owner at the same customer
    assert sum(total["count"] for total in child["opportunityTotals"]) == 3
    everything = (await world(RELATIONS, world.reader(STRANGER, "customers:read_all")))["customers"]
    (mother,) = [node for node in everything["nodes"] if node["id"] == "customer_1"]
    assert mother["subsidiaries"] == {"totalCount": 1, "nodes": [{"id": "customer_2"}]}


async def test_the_way_back_up_from_a_shared_row_stops_at_hidden_ones(world: World) -> None:
    query = '{ opportunity(id: "opportunity_3") { name customer { id } contact { id } } }'
    own = (await world(query, world.reader(OWNER)))["opportunity"]
    assert own == {"name": "Own, at another's", "customer": None, "contact": None}
    both = (await world(query, world.reader(OTHER)))["opportunity"]
    assert both["customer"] == {"id": "customer_2"}
    assert both["contact"] == {"id": "contact_20"}


async def test_an_opportunity_of_nobody_is_seen_with_the_right_to_all(world: World) -> None:
    query = '{ opportunity(id: "opportunity_2") { name } }'
    assert (await world(query, world.reader(STRANGER)))["opportunity"] is None
    viewer = world.reader(STRANGER, "opportunities:read_all")
    assert (await world(query, viewer))["opportunity"] is not None
    assert await listed(world, viewer, "customers") == []
    assert (await world("{ customers { totalCount } }", world.reader(STRANGER)))["customers"] == {
        "totalCount": 0
    }


async def test_search_and_filters_find_no_hidden_rows(world: World) -> None:
    for arguments in ('search: "oljy"', 'filter: {name: {contains: "öljy"}}', "archived: INCLUDE"):
        assert "customer_1" in await listed(world, world.reader(OWNER), "customers", arguments)
        for stranger in (STRANGER, LOOP_LEAD, OTHER):
            found = await listed(world, world.reader(stranger), "customers", arguments)
            assert "customer_1" not in found
    assert await listed(world, world.reader(STRANGER), "contacts", 'search: "vaino"') == []


async def test_an_employee_without_rights_sees_himself_and_nothing_else(world: World) -> None:
    nobody = world.api.viewer(OWNER)
    assert await listed(world, nobody, "employees") == [f"employee_{OWNER}"]
    for root in ("customers", "contacts", "projects", "teams", "roles", "changes", "stages"):
        answer = await world(f"{{ {root} {{ totalCount }} }}", nobody)
        assert answer.data == {root: None}
        assert answer.errors == [("FORBIDDEN", (root,))]


async def test_an_owner_shows_only_to_those_who_read_employees(world: World) -> None:
    query = '{ customer(id: "customer_1") { owner { name } } }'
    viewer = world.api.viewer(LEAD, {"customers:read"})
    assert (await world(query, viewer))["customer"] == {"owner": None}
    viewer = world.api.viewer(OWNER, {"customers:read"})
    assert (await world(query, viewer))["customer"] == {"owner": {"name": "Åke Öhman"}}


async def test_external_ids_show_with_their_record(world: World) -> None:
    query = "{ customers { nodes { id externalIds { source externalId } } } }"
    (found,) = (await world(query, world.reader(OTHER)))["customers"]["nodes"]
    erp = [{"source": "erp", "externalId": key} for key in ("E20", "E21")]
    assert found["externalIds"] == erp
