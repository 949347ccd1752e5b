"""Customers come into customer groups and special groups, and leave them."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from core.customers.models import Customer
from plugins.groups.models import CustomerGroupMember, SpecialGroupMember
from tests import factories as make
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate, raw
from tests.plugins.groups.calls import GROUP
from tests.plugins.groups.rows import READ, STRANGER, member


async def group_of(api: Api, customer: int) -> str | None:
    query = f'{{ customer(id: "customer_{customer}") {{ customerGroup {{ name }} }} }}'
    found = (await api(query, api.admin))["customer"]["customerGroup"]
    return found and str(found["name"])


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
