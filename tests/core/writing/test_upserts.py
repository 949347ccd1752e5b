"""Upserts by what another system calls a record."""

from typing import Any

import anyio
from sqlalchemy import select

from core.customers.models import Customer
from core.external_ids.models import ExternalId
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate, mutate_all
from tests.factories import customer, save


def item(key: str, **values: Any) -> dict[str, Any]:
    return {"source": "erp", "externalId": key, **values}


async def test_an_upsert_makes_a_record_and_then_changes_it(api: Api) -> None:
    made = await mutate(api, "upsertCustomer", item("7", name="First", website="a.fi"))
    again = await mutate(api, "upsertCustomer", item("7", name="Second"), "customer { id website }")
    assert made["customer"]["name"] == "First"
    assert again["customer"] == {"id": made["customer"]["id"], "website": "a.fi"}
    assert await count(api, Customer) == 1


async def test_the_same_batch_again_changes_nothing(api: Api) -> None:
    items = [
        item(str(i), name=f"C{i}", phone="040 1234567", sourceUpdatedAt="2026-01-01T00:00:00Z")
        for i in range(5)
    ]
    await mutate_all(api, "upsertCustomers", items)
    before = await changes(api)
    payload = await mutate_all(api, "upsertCustomers", items)
    assert [r["customer"]["version"] for r in payload["results"]] == [1] * 5
    assert await changes(api) == before


async def test_older_data_are_refused_as_stale(api: Api) -> None:
    newer, older = "2026-02-01T00:00:00Z", "2026-01-31T23:59:59Z"
    await mutate(api, "upsertCustomer", item("7", name="New", sourceUpdatedAt=newer))
    late = await mutate(api, "upsertCustomer", item("7", name="Old", sourceUpdatedAt=older))
    assert codes(late) == [("STALE", "sourceUpdatedAt")]
    assert len(await changes(api)) == 1


async def test_how_new_it_is_there_is_remembered_though_nothing_else_changes(api: Api) -> None:
    days = [f"2026-01-{day}T10:00:00Z" for day in ("01", "03", "02")]
    told = [
        await mutate(api, "upsertCustomer", item("7", name="Same", sourceUpdatedAt=day))
        for day in days
    ]
    assert [codes(payload) for payload in told] == [[], [], [("STALE", "sourceUpdatedAt")]]


async def test_an_external_id_follows_its_record_to_another_customer(api: Api) -> None:
    await mutate_all(api, "upsertCustomers", [item("1", name="One"), item("2", name="Two")])
    for key in (1, 2, 2):
        given = item("7", customerId=f"customer_{key}", lastName="Both")
        payload = await mutate(api, "upsertContact", given, "contact { id }")
        assert payload["userErrors"] == []
        where = select(ExternalId.customer_id).where(ExternalId.entity == "Contact")
        assert [row[0] for row in await api.deployment.database.fetch(where)] == [key]


async def test_a_key_twice_in_a_batch_is_refused_the_second_time(api: Api) -> None:
    payload = await mutate_all(
        api, "upsertCustomers", [item("7", name="One"), item("8", name="Two"), item("7", name="3")]
    )
    results = [codes(r) for r in payload["results"]]
    assert results == [[], [], [("DUPLICATE", "externalId")]]
    assert await count(api, Customer) == 2


async def test_a_new_record_without_its_name_leaves_no_external_id(api: Api) -> None:
    payload = await mutate(api, "upsertCustomer", item("7"))
    assert codes(payload) == [("REQUIRED", "name")]
    assert await count(api, ExternalId) == 0
    assert (await mutate(api, "upsertCustomer", item("7", name="Now")))["userErrors"] == []


async def test_a_blank_key_is_told(api: Api) -> None:
    payload = await mutate(api, "upsertCustomer", item("  ", name="X"))
    assert codes(payload) == [("REQUIRED", "externalId")]


async def test_a_record_that_is_hidden_is_neither_changed_nor_doubled(api: Api) -> None:
    await mutate(api, "upsertCustomer", item("7", name="Hidden"))
    seller = api.viewer(7, ["customers:read", "customers:write"])
    payload = await mutate(api, "upsertCustomer", item("7", name="Mine"), viewer=seller)
    assert [e["code"] for e in payload["userErrors"]] == ["NOT_FOUND"]
    assert await count(api, Customer) == 1
    assert len(await changes(api)) == 1


async def test_fifty_parallel_upserts_of_a_key_make_one_record(api: Api) -> None:
    answers: list[Any] = []

    async def call(number: int) -> None:
        answers.append(await mutate(api, "upsertCustomer", item("7", name=f"Call {number}")))

    async with anyio.create_task_group() as tasks:
        for number in range(50):
            tasks.start_soon(call, number)
    assert [a["userErrors"] for a in answers] == [[]] * 50
    assert len({a["customer"]["id"] for a in answers}) == 1
    assert await count(api, Customer) == await count(api, ExternalId) == 1


async def test_of_two_parallel_updates_of_a_version_one_wins(api: Api) -> None:
    await save(api, customer(101))
    answers: list[Any] = []

    async def call(name: str) -> None:
        given = {"id": "customer_101", "expectedVersion": 1, "name": name}
        answers.append(await mutate(api, "updateCustomer", given))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call, "One")
        tasks.start_soon(call, "Other")
    assert sorted(codes(a) for a in answers) == [[], [("CONFLICT", "expectedVersion")]]
    assert len(await changes(api)) == 1


async def test_parallel_batches_in_opposite_order_all_succeed(api: Api) -> None:
    keys = [str(i) for i in range(20)]
    answers: list[Any] = []

    async def call(number: int) -> None:
        ordered = keys if number % 2 else keys[::-1]
        items = [item(k, name=f"{k} by {number}") for k in ordered]
        answers.append(await mutate_all(api, "upsertCustomers", items))

    async with anyio.create_task_group() as tasks:
        for number in range(6):
            tasks.start_soon(call, number)
    assert not any(r["userErrors"] for a in answers for r in a["results"])
    assert await count(api, Customer) == len(keys)
