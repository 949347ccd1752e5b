"""Mutations of one record."""

from typing import Any

import pytest

from core.customers.models import Customer
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate, raw
from tests.factories import customer, employee, save


async def test_create_answers_the_record_as_a_query_would(api: Api) -> None:
    await save(api, employee(101, name="Aino Virta"))
    wanted = "customer { id number name currency version owner { name } }"
    made = await mutate(
        api, "createCustomer", {"name": " Åbo Oy ", "ownerId": "employee_101"}, wanted
    )
    assert made["userErrors"] == []
    assert made["customer"] == {
        "id": "customer_1",
        "number": "1",
        "name": "Åbo Oy",
        "currency": "EUR",
        "version": 1,
        "owner": {"name": "Aino Virta"},
    }


async def test_update_changes_what_is_given_and_null_clears(api: Api) -> None:
    await save(api, customer(101, name="Old", email="a@example.com", website="example.com"))
    given = {"id": "customer_101", "expectedVersion": 1, "name": "New", "email": None}
    payload = await mutate(api, "updateCustomer", given, "customer { name email website version }")
    assert payload["userErrors"] == []
    assert payload["customer"] == {
        "name": "New",
        "email": None,
        "website": "example.com",
        "version": 2,
    }


async def test_an_update_that_changes_nothing_keeps_the_version_and_logs_nothing(api: Api) -> None:
    await save(api, customer(101, name="Same"))
    given = {"id": "customer_101", "expectedVersion": 1, "name": "Same"}
    payload = await mutate(api, "updateCustomer", given)
    assert payload["customer"]["version"] == 1
    assert await changes(api) == []


async def test_another_version_is_a_conflict_that_tells_the_present_one(api: Api) -> None:
    await save(api, customer(101))
    given = {"id": "customer_101", "expectedVersion": 1}
    await mutate(api, "updateCustomer", {**given, "name": "Theirs"})
    payload = await mutate(api, "updateCustomer", {**given, "name": "Mine"})
    assert codes(payload) == [("CONFLICT", "expectedVersion")]
    assert payload["userErrors"][0]["currentVersion"] == 2
    assert await names(api) == ["Theirs"]


async def test_archive_and_restore(api: Api) -> None:
    await save(api, customer(101))
    status = "customer { status version }"
    gone = await mutate(
        api, "archiveCustomer", {"id": "customer_101", "expectedVersion": 1}, status
    )
    assert gone["customer"] == {"status": "ARCHIVED", "version": 2}
    again = await mutate(
        api, "archiveCustomer", {"id": "customer_101", "expectedVersion": 2}, status
    )
    assert again["customer"] == {"status": "ARCHIVED", "version": 2}
    back = await mutate(
        api, "restoreCustomer", {"id": "customer_101", "expectedVersion": 2}, status
    )
    assert back["customer"] == {"status": "ACTIVE", "version": 3}
    assert [c.action.name for c in await changes(api)] == ["ARCHIVE", "RESTORE"]


async def test_an_archived_record_is_not_changed(api: Api) -> None:
    await save(api, customer(101, name="Gone", archived_at=api.deployment.clock.now()))
    given = {"id": "customer_101", "expectedVersion": 1, "name": "Here"}
    assert codes(await mutate(api, "updateCustomer", given)) == [("ARCHIVED", "id")]
    assert await names(api) == ["Gone"]


@pytest.mark.parametrize("name", ["createCustomer", "upsertCustomer", "archiveCustomer"])
async def test_without_the_right_nothing_is_read_or_written(api: Api, name: str) -> None:
    await save(api, customer(101))
    inputs: dict[str, Any] = {
        "createCustomer": {"name": "New"},
        "upsertCustomer": {"source": "erp", "externalId": "1", "name": "New"},
        "archiveCustomer": {"id": "customer_101", "expectedVersion": 1},
    }
    seller = api.viewer(7, ["customers:read", "customers:read_all"])
    with api.statements() as statements:
        for viewer, code in ((seller, "FORBIDDEN"), (None, "UNAUTHENTICATED")):
            answer = await raw(api, name, inputs[name], "customer { id }", viewer)
            assert answer.errors == [(code, (name,))]
            assert answer.data == {name: None}
    assert statements == []
    assert await names(api) == ["Customer 101"]


async def test_a_hidden_row_looks_like_a_missing_one(api: Api) -> None:
    await save(api, customer(101, name="Hidden"))
    seller = api.viewer(7, ["customers:read", "customers:write"])
    answers = []
    for key in ("customer_101", "customer_999"):
        given = {"id": key, "expectedVersion": 1, "name": "Mine"}
        answers.append((await mutate(api, "updateCustomer", given, viewer=seller))["userErrors"])
    assert answers[0] == answers[1]
    assert answers[0][0]["code"] == "NOT_FOUND"
    assert await names(api) == ["Hidden"]


@pytest.mark.parametrize("key", ["customer_0", "contact_5", "x", ""])
async def test_a_damaged_id_is_told_at_its_place(api: Api, key: str) -> None:
    given = {"id": key, "expectedVersion": 1}
    payload = await mutate(api, "archiveCustomer", given)
    assert payload["userErrors"][0]["path"] == ["input", "id"]
    assert codes(payload) == [("INVALID", "id")]


async def test_references_must_be_seen(api: Api) -> None:
    await save(
        api, employee(101), customer(102), customer(103, archived_at=api.deployment.clock.now())
    )
    seller = api.viewer(7, ["customers:read", "customers:write"])
    given = {"name": "New", "ownerId": "employee_101", "parentId": "customer_102"}
    payload = await mutate(api, "createCustomer", given, viewer=seller)
    assert sorted(codes(payload)) == [("NOT_FOUND", "ownerId"), ("NOT_FOUND", "parentId")]
    archived = await mutate(api, "createCustomer", {"name": "New", "parentId": "customer_103"})
    assert codes(archived) == [("ARCHIVED", "parentId")]
    assert await count(api, Customer) == 2


async def test_every_write_is_logged_with_who_and_what(api: Api) -> None:
    await mutate(api, "createCustomer", {"name": "New", "annualRevenue": "10.50"})
    await mutate(
        api, "updateCustomer", {"id": "customer_1", "expectedVersion": 1, "annualRevenue": "11"}
    )
    made, changed = await changes(api)
    assert (made.actor_id, made.via, made.entity, made.record_id) == (1, "session", "Customer", 1)
    assert made.old is None
    assert (made.new["name"], made.new["annual_revenue"], made.customer_id) == ("New", "10.50", 1)
    assert (changed.action.name, changed.old, changed.new) == (
        "UPDATE",
        {"annual_revenue": "10.50"},
        {"annual_revenue": "11.00"},
    )


async def names(api: Api) -> list[str]:
    table = Customer.__table__
    rows = await api.deployment.database.fetch(table.select().order_by(table.c.id))
    return [row.name for row in rows]
