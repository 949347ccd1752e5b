"""Customer groups and special groups: their customers, numbers and sellers."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from core.customers.models import Customer
from plugins.groups.models import (
    CustomerGroup,
    CustomerGroupMember,
    CustomerGroupSeller,
    SpecialGroupMember,
)
from tests import factories as make
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate, mutate_all, raw
from tests.plugins.groups.rows import (
    OLD,
    READ,
    RETIRED,
    SELLER,
    STRANGER,
    group,
    leave_room,
    member,
    people,
    seller,
    special_group,
    special_member,
)

GROUP = "customerGroup { id name numberStart ledgerAccount dimensions sellers { id } version }"


@pytest.fixture
async def office(api: Api) -> Api:
    """People, a group from 1000 on with one customer, an empty one, and special groups."""
    await make.save(api, *people())
    await make.save(api, group(1, name="Key", number_start="1000"), group(2, name="Other"))
    await make.save(api, group(3, name="Gone", archived_at=OLD))
    await make.save(api, special_group(1, name="Fair"), special_group(2, archived_at=OLD))
    await make.save(api, make.customer(1), make.customer(2, prospect=True))
    await make.save(api, make.customer(3, archived_at=OLD), member(1, 1))
    await leave_room(api)
    return api


async def group_of(api: Api, customer: int) -> str | None:
    query = f'{{ customer(id: "customer_{customer}") {{ customerGroup {{ name }} }} }}'
    found = (await api(query, api.admin))["customer"]["customerGroup"]
    return found and str(found["name"])


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


async def test_new_customers_get_the_next_free_numbers_of_their_group(office: Api) -> None:
    await make.save(office, make.customer(9, number="1001"))
    items = [
        {"name": "A", "customerGroupId": "customer_group_1"},
        {"name": "B", "customerGroupId": "customer_group_1", "number": "1002"},
        {"name": "C", "customerGroupId": "customer_group_1"},
        {"name": "D", "customerGroupId": "customer_group_2"},
        {"name": "E"},
    ]
    done = await mutate_all(office, "createCustomers", items, "customer { number }")
    numbers = [result["customer"]["number"] for result in done["results"]]
    # the series of all customers passes over those that are there
    assert numbers == ["1000", "1002", "1003", "4", "5"]


async def test_numbers_stay_when_the_start_changes_and_when_customers_move(office: Api) -> None:
    start = {"id": "customer_group_2", "expectedVersion": 1, "numberStart": "50"}
    assert codes(await mutate(office, "updateCustomerGroup", start, GROUP)) == []
    move = {"customerIds": ["customer_1"], "customerGroupId": "customer_group_2"}
    moved = await mutate(office, "moveCustomers", move, "results { customer { number } }")
    assert moved["results"] == [{"customer": {"number": "1"}}]
    new = {"name": "A", "customerGroupId": "customer_group_2"}
    made = await mutate(office, "createCustomer", new, "customer { number }")
    assert made["customer"]["number"] == "50"
    again = {"id": "customer_group_2", "expectedVersion": 2, "numberStart": "40"}
    assert codes(await mutate(office, "updateCustomerGroup", again, GROUP)) == []
    made = await mutate(office, "createCustomer", new, "customer { number }")
    assert made["customer"]["number"] == "40"


async def test_200_customers_made_at_once_get_consecutive_free_numbers(office: Api) -> None:
    taken = range(1010, 1200, 30)
    await make.save(office, *(make.customer(n, number=str(n)) for n in taken))

    async def made(n: int) -> str:
        given = {"name": f"New {n}", "customerGroupId": "customer_group_1"}
        payload = await mutate(office, "createCustomer", given, "customer { number }")
        return str(payload["customer"]["number"])

    numbers = await asyncio.gather(*map(made, range(200)))
    free = [str(n) for n in range(1000, 1000 + 200 + len(taken)) if n not in taken]
    assert sorted(numbers, key=int) == free


async def test_numbers_that_others_give_by_hand_meanwhile_are_passed_over(office: Api) -> None:
    async def made(number: int | None) -> Any:
        given = {"name": "New", "customerGroupId": "customer_group_1"}
        if number is not None:
            given["number"] = str(number)
        return await mutate(office, "createCustomer", given, "customer { number }")

    wanted = [n // 3 + 1000 if n % 3 == 0 else None for n in range(60)]
    answers = await asyncio.gather(*map(made, wanted))
    for number, answer in zip(wanted, answers, strict=True):
        assert codes(answer) in ([], [("TAKEN", "number")] if number else [])
    numbers = [a["customer"]["number"] for a in answers if a["customer"]]
    assert len(set(numbers)) == len(numbers) >= 40


async def test_a_customer_is_in_one_group_whatever_the_code_does(office: Api) -> None:
    with pytest.raises(IntegrityError):
        await office.add(CustomerGroupMember, {"customer_id": 1, "group_id": 2})


async def test_a_customer_moves_in_one_mutation(office: Api) -> None:
    move = {
        "customerIds": ["customer_1", "customer_2", "customer_3", "customer_99", "x"],
        "customerGroupId": "customer_group_2",
    }
    moved = await mutate(office, "moveCustomers", move, "results { userErrors { code path } }")
    errors = [r["userErrors"] for r in moved["results"]]
    assert errors == [
        [],
        [],
        [{"code": "ARCHIVED", "path": ["input", "customerIds", "2", "id"]}],
        [{"code": "NOT_FOUND", "path": ["input", "customerIds", "3", "id"]}],
        [{"code": "INVALID", "path": ["input", "customerIds", "4", "id"]}],
    ]
    assert [await group_of(office, key) for key in (1, 2)] == ["Other", "Other"]
    log = [(c.record_id, c.old, c.new) for c in await changes(office)]
    assert log == [
        (1, {"customer_group_id": 1}, {"customer_group_id": 2}),
        (2, {"customer_group_id": None}, {"customer_group_id": 2}),
    ]
    out = {"customerIds": ["customer_1"], "customerGroupId": None}
    await mutate(office, "moveCustomers", out, "results { userErrors { code } }")
    assert await group_of(office, 1) is None


async def test_an_atomic_move_moves_all_or_none(office: Api) -> None:
    move = {
        "customerIds": ["customer_2", "customer_99"],
        "customerGroupId": "customer_group_2",
        "atomic": True,
    }
    moved = await mutate(office, "moveCustomers", move, "results { userErrors { code } }")
    assert codes(moved) == [("ABORTED", "customerIds")]
    assert await group_of(office, 2) is None
    many = {"customerIds": ["customer_1"] * 1001, "customerGroupId": None}
    moved = await mutate(office, "moveCustomers", many, "results { userErrors { code } }")
    assert codes(moved) == [("TOO_MANY", "customerIds")]
    gone = {"customerIds": ["customer_2"], "customerGroupId": "customer_group_3"}
    moved = await mutate(office, "moveCustomers", gone, "results { userErrors { code } }")
    assert moved["results"] == [{"userErrors": [{"code": "ARCHIVED"}]}]
    assert await changes(office) == []


async def test_a_move_needs_a_right_and_visible_customers(office: Api) -> None:
    move = {"customerIds": ["customer_1"], "customerGroupId": "customer_group_2"}
    reader = office.viewer(STRANGER, READ)
    answer = await raw(office, "moveCustomers", move, "results { userErrors { code } }", reader)
    assert answer.errors == [("FORBIDDEN", ("moveCustomers",))]
    writer = office.viewer(STRANGER, (*READ, "customers:write"))
    wanted = "results { userErrors { code } }"
    moved = await mutate(office, "moveCustomers", move, wanted, writer)
    assert moved["results"] == [{"userErrors": [{"code": "NOT_FOUND"}]}]
    assert await group_of(office, 1) == "Key"


async def test_parallel_moves_leave_a_customer_in_one_group(office: Api) -> None:
    async def moved(n: int) -> Any:
        group = f"customer_group_{1 + n % 2}"
        move = {"customerIds": ["customer_1", "customer_2"], "customerGroupId": group}
        return await mutate(office, "moveCustomers", move, "results { userErrors { code } }")

    for answer in await asyncio.gather(*map(moved, range(40))):
        assert answer["results"] == [{"userErrors": []}] * 2
    assert await count(office, CustomerGroupMember) == 2


async def test_the_customers_of_a_group_that_is_deleted_are_in_none(office: Api) -> None:
    await make.save(office, member(2, 1), member(3, 1))
    gone = {"id": "customer_group_1", "expectedVersion": 1}
    assert codes(await mutate(office, "archiveCustomerGroup", gone, GROUP)) == []
    assert await count(office, CustomerGroupMember) == 0
    left = [(c.entity, c.record_id, c.new) for c in await changes(office) if c.entity == "Customer"]
    assert left == [("Customer", key, {"customer_group_id": None}) for key in (1, 2, 3)]
    found = await office(
        "{ customers(filter: {not: {customerGroup: {}}}) { totalCount } }", office.admin
    )
    assert found["customers"] == {"totalCount": 2}


async def test_a_deletion_that_is_refused_leaves_all_in_the_group(office: Api) -> None:
    stale = {"id": "customer_group_1", "expectedVersion": 7}
    payload = await mutate(office, "archiveCustomerGroup", stale, GROUP)
    assert codes(payload) == [("CONFLICT", "expectedVersion")]
    assert await group_of(office, 1) == "Key"


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


async def change(api: Api, **given: Any) -> Any:
    given = {"id": "special_group_1", **given}
    wanted = "specialGroup { customers(archived: INCLUDE) { nodes { id } } }"
    return await mutate(api, "changeSpecialGroup", given, wanted)


async def test_customers_come_into_a_special_group_and_leave_it(office: Api) -> None:
    came = await change(office, add=["customer_1", "customer_2", "customer_1"])
    assert len(came["specialGroup"]["customers"]["nodes"]) == 2
    left = await change(office, add=["customer_2"], remove=["customer_1", "customer_3"])
    assert left["specialGroup"]["customers"]["nodes"] == [{"id": "customer_2"}]
    log = [(c.record_id, c.old, c.new) for c in await changes(office)]
    mark = {"special_group_id": 1}
    assert log == [(1, None, mark), (2, None, mark), (1, mark, None)]


REFUSED: dict[str, tuple[dict[str, Any], list[tuple[str, list[str]]]]] = {
    "unknown and archived customers": (
        {"add": ["customer_1", "customer_99", "customer_3"], "remove": ["customer_98"]},
        [("NOT_FOUND", ["add", "1"]), ("ARCHIVED", ["add", "2"]), ("NOT_FOUND", ["remove", "0"])],
    ),
    "a damaged id": ({"add": ["customer_1", "x"]}, [("INVALID", ["add", "1"])]),
    "an unknown group": ({"id": "special_group_9"}, [("NOT_FOUND", ["id"])]),
    "an archived group": ({"id": "special_group_2"}, [("ARCHIVED", ["id"])]),
    "another thing": ({"id": "customer_1"}, [("INVALID", ["id"])]),
    "too many": ({"add": ["customer_1"] * 1001}, [("TOO_MANY", ["add"])]),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_change_that_cannot_be_changes_nothing(office: Api, name: str) -> None:
    given, expected = REFUSED[name]
    payload = await change(office, **given)
    assert [(e["code"], e["path"][1:]) for e in payload["userErrors"]] == expected
    assert await count(office, SpecialGroupMember) == 0
    assert await changes(office) == []


async def test_a_customer_is_written_with_its_groups(office: Api) -> None:
    given: dict[str, Any] = {"name": "New", "specialGroupIds": ["special_group_1"]}
    wanted = "customer { id version customerGroup { id } specialGroups { id } }"
    made = (await mutate(office, "createCustomer", given, wanted))["customer"]
    assert (made["customerGroup"], made["specialGroups"]) == (None, [{"id": "special_group_1"}])
    other = {"specialGroupIds": [], "customerGroupId": "customer_group_1"}
    given = {"id": made["id"], "expectedVersion": 1, **other}
    made = (await mutate(office, "updateCustomer", given, wanted))["customer"]
    assert made == {
        "id": made["id"],
        "version": 2,
        "customerGroup": {"id": "customer_group_1"},
        "specialGroups": [],
    }
    wrong = {"name": "New", "customerGroupId": "customer_group_99"}
    payload = await mutate(office, "createCustomer", wrong, wanted)
    assert codes(payload) == [("NOT_FOUND", "customerGroupId")]
    assert await count(office, Customer) == 4


async def test_sellers_of_a_group_are_told_on_both_sides(office: Api) -> None:
    await make.save(office, seller(SELLER, 1), seller(SELLER, 2))
    query = """{ employee(id: "employee_2") { sellerOf { name } }
      customerGroup(id: "customer_group_1") { sellers { name } } }"""
    found = await office(query, office.admin)
    assert found["employee"] == {"sellerOf": [{"name": "Key"}, {"name": "Other"}]}
    assert found["customerGroup"] == {"sellers": [{"name": "Sisko Seller"}]}
