"""Customer groups: how they are made, who sells to them, and whom a filter by them finds."""

from collections.abc import Mapping
from typing import Any

import pytest

from plugins.groups.models import CustomerGroup, CustomerGroupSeller
from tests import factories as make
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate, raw
from tests.plugins.groups.calls import GROUP
from tests.plugins.groups.rows import READ, RETIRED, SELLER, group, member, seller, special_member


async def test_a_group_is_made_with_all_that_it_has(office: Api) -> None:
    given = {
        "name": "New",
        "numberStart": "0700",
        "ledgerAccount": "3000",
        "dimensions": ["10", "A"],
        "sellerIds": [f"employee_{SELLER}"],
    }
    made = await mutate(office, "createCustomerGroup", given, GROUP)
    assert made["customerGroup"] == {
        "id": "customer_group_100",
        "name": "New",
        "numberStart": "700",
        "ledgerAccount": "3000",
        "dimensions": ["10", "A"],
        "sellers": [{"id": "employee_2"}],
        "version": 1,
    }


BAD: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "a start that is no number": ({"numberStart": "A1000"}, ("INVALID", "numberStart")),
    "a start below one": ({"numberStart": "0"}, ("INVALID", "numberStart")),
    "a start with a sign": ({"numberStart": "-5"}, ("INVALID", "numberStart")),
    "a long start": ({"numberStart": "1" * 16}, ("TOO_LONG", "numberStart")),
    "a fifth dimension": ({"dimensions": list("12345")}, ("TOO_MANY", "dimensions")),
    "a blank dimension": ({"dimensions": ["1", " "]}, ("INVALID", "dimensions")),
    "a name twice": ({"name": "Key"}, ("TAKEN", "name")),
    "no name": ({"name": " "}, ("REQUIRED", "name")),
    "an unknown seller": ({"sellerIds": ["employee_99"]}, ("NOT_FOUND", "sellerIds")),
    "an archived seller": ({"sellerIds": [f"employee_{RETIRED}"]}, ("ARCHIVED", "sellerIds")),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_group_that_cannot_be_is_refused_with_its_path(office: Api, name: str) -> None:
    given, expected = BAD[name]
    before = await count(office, CustomerGroup)
    made = await mutate(office, "createCustomerGroup", {"name": "New", **given}, GROUP)
    assert codes(made) == [expected]
    same = {"id": "customer_group_2", "expectedVersion": 1, **given}
    assert codes(await mutate(office, "updateCustomerGroup", same, GROUP)) == [expected]
    assert await count(office, CustomerGroup) == before
    assert await count(office, CustomerGroupSeller) == 0
    assert await changes(office) == []


async def test_the_name_of_a_group_that_is_gone_is_free(office: Api) -> None:
    made = await mutate(office, "createCustomerGroup", {"name": "Gone"}, GROUP)
    assert codes(made) == []
    back = {"id": "customer_group_3", "expectedVersion": 1}
    assert codes(await mutate(office, "restoreCustomerGroup", back, GROUP)) == [("TAKEN", "name")]


async def test_groups_need_a_right(office: Api) -> None:
    viewer = office.viewer(SELLER, (*READ, "customers:write"))
    calls: Mapping[str, Mapping[str, Any]] = {
        "createCustomerGroup": {"name": "New"},
        "archiveCustomerGroup": {"id": "customer_group_1", "expectedVersion": 1},
        "createSpecialGroup": {"name": "New"},
        "changeSpecialGroup": {"id": "special_group_1", "add": ["customer_1"]},
    }
    for name, given in calls.items():
        answer = await raw(office, name, given, "userErrors { code }", viewer)
        assert answer.errors == [("FORBIDDEN", (name,))]
    blind = office.viewer(SELLER, {"customers:read", "customers:read_all"})
    answer = await office('{ customer(id: "customer_1") { name customerGroup { name } } }', blind)
    assert answer.data["customer"] == {"name": "Customer 1", "customerGroup": None}
    assert answer.errors == [("FORBIDDEN", ("customer", "customerGroup"))]
    assert await changes(office) == []


LISTS = """{
  customerGroups { nodes {
    name
    activeCustomers { totalCount nodes { name } }
    prospects { nodes { name } }
    customers(archived: INCLUDE) { totalCount }
  } }
  customerGroupCounts { customerGroup { name } active prospects }
}"""


async def test_active_customers_and_prospects_are_listed_by_group(office: Api) -> None:
    await make.save(office, make.customer(4), member(2, 1), member(3, 1))
    found = await office(LISTS, office.admin)
    assert found["customerGroups"]["nodes"] == [
        {
            "name": "Key",
            "activeCustomers": {"totalCount": 1, "nodes": [{"name": "Customer 1"}]},
            "prospects": {"nodes": [{"name": "Customer 2"}]},
            "customers": {"totalCount": 3},
        },
        {
            "name": "Other",
            "activeCustomers": {"totalCount": 0, "nodes": []},
            "prospects": {"nodes": []},
            "customers": {"totalCount": 0},
        },
    ]
    assert found["customerGroupCounts"] == [
        {"customerGroup": {"name": "Key"}, "active": 1, "prospects": 1},
        {"customerGroup": None, "active": 1, "prospects": 0},
    ]


FILTERS = {
    '{customerGroup: {name: {eq: "Key"}}}': [1],
    "{not: {customerGroup: {}}}": [2, 4],
    '{specialGroups: {some: {name: {eq: "Fair"}}}}': [2],
    "{specialGroups: {none: {}}}": [1, 4],
}


@pytest.mark.parametrize("where", FILTERS)
async def test_customers_are_filtered_by_groups_wherever_they_are(office: Api, where: str) -> None:
    await make.save(office, make.customer(4), special_member(2, 1))
    for key in (1, 2, 4):
        await make.save(office, make.contact(key, key))
    query = f"""{{ customers(filter: {where}, orderBy: [{{id: ASC}}]) {{ nodes {{ id }} }}
      contacts(filter: {{customer: {where}}}, orderBy: [{{id: ASC}}]) {{ nodes {{ id }} }} }}"""
    found = await office(query, office.admin)
    keys = FILTERS[where]
    assert [n["id"] for n in found["customers"]["nodes"]] == [f"customer_{k}" for k in keys]
    assert [n["id"] for n in found["contacts"]["nodes"]] == [f"contact_{k}" for k in keys]


@pytest.mark.parametrize(
    ("where", "names"), [('{has: "20"}', ["Coded"]), ('{hasAny: ["1", "10"]}', ["Coded"])]
)
async def test_groups_are_filtered_by_their_dimensions(
    office: Api, where: str, names: list[str]
) -> None:
    await make.save(office, group(9, name="Coded", dimensions=["10", "20"]))
    query = f"{{ customerGroups(filter: {{dimensions: {where}}}) {{ nodes {{ name }} }} }}"
    found = (await office(query, office.admin))["customerGroups"]["nodes"]
    assert [node["name"] for node in found] == names


async def test_sellers_of_a_group_are_told_on_both_sides(office: Api) -> None:
    await make.save(office, seller(SELLER, 1), seller(SELLER, 2))
    query = """{ employee(id: "employee_2") { sellerOf { name } }
      customerGroup(id: "customer_group_1") { sellers { name } } }"""
    found = await office(query, office.admin)
    assert found["employee"] == {"sellerOf": [{"name": "Key"}, {"name": "Other"}]}
    assert found["customerGroup"] == {"sellers": [{"name": "Sisko Seller"}]}
