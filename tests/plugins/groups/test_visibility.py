"""Who sees customers because of responsibilities and groups, and what hangs on them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.employees.models import Employee
from core.viewer import Viewer
from tests import factories as make
from tests.api import Api
from tests.core.writing.calls import codes, mutate, raw
from tests.plugins.groups.rows import (
    READ,
    RESPONSIBLE,
    SELLER,
    STRANGER,
    group,
    leave_room,
    member,
    people,
    responsibility,
    seller,
)
from tests.world import change

RIGHTS = (*READ, "contacts:read", "opportunities:read", "changes:read", "customers:write")


@pytest.fixture
async def office(api: Api) -> Api:
    """Customer 1 of nobody, 2 with a responsible, 3 in a group with a seller, 4 own."""
    await make.save(api, *people(), group(1, name="Key"), group(2, name="Other"))
    await make.save(
        api, *(make.customer(k, owner_id=SELLER if k == 4 else None) for k in range(1, 6))
    )
    await make.save(api, *(make.contact(k, k) for k in range(1, 6)))
    await make.save(
        api,
        responsibility(1, 2, RESPONSIBLE, valid_from=date(2026, 3, 15), valid_to=date(2026, 3, 15)),
        responsibility(2, 5, SELLER),
        member(3, 1),
        seller(SELLER, 1),
        member(1, 2),
    )
    await leave_room(api)
    return api


async def seen(api: Api, viewer: Viewer) -> dict[str, list[str]]:
    """The customers that a viewer sees, and why; what hangs on them is seen by the same."""
    query = """{ customers(first: 500) { totalCount nodes { id visibleBecause } }
      contacts(first: 500) { totalCount nodes { customer { id } } }
      searched: customers(search: "Customer") { nodes { id } }
      responsiblePersons { nodes { customer { id } } } }"""
    found = await api(query, viewer)
    customers = {n["id"]: n["visibleBecause"] for n in found["customers"]["nodes"]}
    assert found["customers"]["totalCount"] == len(customers)
    assert {n["customer"]["id"] for n in found["contacts"]["nodes"]} == customers.keys()
    assert found["contacts"]["totalCount"] == len(customers)
    assert {n["id"] for n in found["searched"]["nodes"]} == customers.keys()
    assert {n["customer"]["id"] for n in found["responsiblePersons"]["nodes"]} <= customers.keys()
    return customers


def reader(api: Api, employee: int) -> Viewer:
    return api.viewer(employee, RIGHTS)


async def test_a_seller_sees_his_own_his_groups_and_what_he_is_responsible_for(office: Api) -> None:
    assert await seen(office, reader(office, SELLER)) == {
        "customer_3": ["GROUP_SELLER"],
        "customer_4": ["OWNER"],
        "customer_5": ["RESPONSIBLE"],
    }
    assert await seen(office, reader(office, STRANGER)) == {}


async def test_all_reasons_are_told(office: Api) -> None:
    await make.save(office, responsibility(3, 3, SELLER), member(4, 1))
    found = await seen(office, reader(office, SELLER))
    assert found["customer_3"] == ["RESPONSIBLE", "GROUP_SELLER"]
    assert found["customer_4"] == ["OWNER", "GROUP_SELLER"]


@pytest.mark.parametrize(("day", "sees"), [(14, False), (15, True), (16, False)])
async def test_who_is_responsible_sees_it_on_his_days(office: Api, day: int, sees: bool) -> None:
    clock: Any = office.deployment.clock
    clock.instant = datetime(2026, 3, day, 12, tzinfo=UTC)
    found = await seen(office, reader(office, RESPONSIBLE))
    assert found == ({"customer_2": ["RESPONSIBLE"]} if sees else {})


async def test_responsibility_shows_nothing_where_the_settings_say_so(office: Api) -> None:
    given = {"id": "responsibility_settings_1", "expectedVersion": 1, "responsibleSee": False}
    wanted = "responsibilitySettings { responsibleSee }"
    answer = await raw(
        office, "updateResponsibilitySettings", given, wanted, reader(office, SELLER)
    )
    assert answer.errors == [("FORBIDDEN", ("updateResponsibilitySettings",))]
    assert "customer_2" in await seen(office, reader(office, RESPONSIBLE))
    changed = await mutate(office, "updateResponsibilitySettings", given, wanted)
    assert changed["responsibilitySettings"] == {"responsibleSee": False}
    assert await seen(office, reader(office, RESPONSIBLE)) == {}
    told = await office("{ responsibilitySettings { responsibleSee } }", office.admin)
    assert told["responsibilitySettings"] == {"responsibleSee": False}


async def test_a_seller_without_a_sales_right_does_not_see_the_group(office: Api) -> None:
    await change(office, Employee, SELLER, sales_right="NONE")
    assert [*await seen(office, reader(office, SELLER))] == ["customer_4", "customer_5"]
    await change(office, Employee, SELLER, sales_right="DIRECTOR")
    assert "customer_3" in await seen(office, reader(office, SELLER))


async def test_a_customer_that_moves_is_seen_by_the_sellers_of_its_new_group(office: Api) -> None:
    move = {"customerIds": ["customer_3"], "customerGroupId": "customer_group_2"}
    await mutate(office, "moveCustomers", move, "results { userErrors { code } }")
    assert "customer_3" not in await seen(office, reader(office, SELLER))
    move = {"customerIds": ["customer_1"], "customerGroupId": "customer_group_1"}
    await mutate(office, "moveCustomers", move, "results { userErrors { code } }")
    assert "customer_1" in await seen(office, reader(office, SELLER))
    gone = {"id": "customer_group_1", "expectedVersion": 1}
    await mutate(office, "archiveCustomerGroup", gone, "customerGroup { id }")
    assert "customer_1" not in await seen(office, reader(office, SELLER))


async def test_what_one_sees_one_may_write_with_the_right(office: Api) -> None:
    given = {"id": "customer_3", "expectedVersion": 1, "legalForm": "Oy"}
    wanted = "customer { legalForm }"
    assert (
        codes(await mutate(office, "updateCustomer", given, wanted, reader(office, SELLER))) == []
    )
    given = {"id": "customer_3", "expectedVersion": 2, "legalForm": "Oyj"}
    payload = await mutate(office, "updateCustomer", given, wanted, reader(office, STRANGER))
    assert codes(payload) == [("NOT_FOUND", "id")]
    assert (await office('{ customer(id: "customer_3") { legalForm } }', office.admin))[
        "customer"
    ] == {"legalForm": "Oy"}
