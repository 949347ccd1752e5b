"""Mutations of several records."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from core.customers.models import Customer
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate, mutate_all
from tests.factories import customer, employee, keyword, save


async def test_each_item_is_written_or_tells_its_errors_in_its_place(api: Api) -> None:
    await save(api, customer(101, number="A1"))
    items = [{"name": "One"}, {"name": " "}, {"name": "Two", "number": "A1"}, {"name": "Three"}]
    payload = await mutate_all(api, "createCustomers", items)
    results = payload["results"]
    assert [r["customer"] and r["customer"]["name"] for r in results] == [
        "One",
        None,
        None,
        "Three",
    ]
    assert [codes(r) for r in results] == [[], [("REQUIRED", "name")], [("TAKEN", "number")], []]
    assert results[2]["userErrors"][0]["path"] == ["input", "items", "2", "number"]
    assert payload["userErrors"] == []
    assert await count(api, Customer) == 3


async def test_an_atomic_batch_with_a_malformed_item_writes_nothing(api: Api) -> None:
    items = [{"name": "One"}, {"name": ""}]
    payload = await mutate_all(api, "createCustomers", items, atomic=True)
    assert [r["customer"] for r in payload["results"]] == [None, None]
    assert codes(payload) == [("ABORTED", "items")]
    assert await count(api, Customer) == 0


async def test_an_atomic_batch_that_a_constraint_stops_writes_nothing(api: Api) -> None:
    await save(api, customer(101, number="A1"))
    items = [{"name": "One"}, {"name": "Two", "number": "A1"}, {"name": "Three"}]
    payload = await mutate_all(api, "createCustomers", items, atomic=True)
    assert [codes(r) for r in payload["results"]] == [[], [("TAKEN", "number")], []]
    assert [e["code"] for e in payload["userErrors"]] == ["ABORTED"]
    assert await count(api, Customer) == 1
    assert await changes(api) == []


async def test_too_many_items_are_refused_as_a_whole(api: Api) -> None:
    limit = api.deployment.settings.batch_items
    payload = await mutate_all(api, "createCustomers", [{"name": "X"}] * (limit + 1))
    assert payload["results"] == []
    assert [e["code"] for e in payload["userErrors"]] == ["TOO_MANY"]
    assert await count(api, Customer) == 0


async def test_the_same_record_twice_in_a_batch_is_refused_the_second_time(api: Api) -> None:
    await save(api, customer(101))
    item: dict[str, Any] = {"id": "customer_101", "expectedVersion": 1}
    items = [{**item, "name": "One"}, {**item, "name": "Two"}]
    payload = await mutate_all(api, "updateCustomers", items)
    assert [codes(r) for r in payload["results"]] == [[], [("DUPLICATE", "id")]]
    assert payload["results"][0]["customer"]["name"] == "One"


async def test_one_bad_item_of_many_is_found_and_the_others_are_written(api: Api) -> None:
    await save(api, customer(101, number="N50"))
    items = [{"name": f"C{i}", "number": f"N{i}"} for i in range(100)]
    payload = await mutate_all(api, "createCustomers", items)
    failed = [i for i, r in enumerate(payload["results"]) if r["userErrors"]]
    assert failed == [50]
    assert await count(api, Customer) == 100


def creations(number: int) -> tuple[str, Sequence[Mapping[str, Any]]]:
    own: dict[str, Any] = {
        "ownerId": "employee_101",
        "segmentIds": ["keyword_101"],
        "currency": "SEK",
    }
    return "createCustomers", [{"name": f"C{i}", **(own if i % 2 else {})} for i in range(number)]


def updates(number: int) -> tuple[str, Sequence[Mapping[str, Any]]]:
    def item(i: int) -> dict[str, Any]:
        some = {"name": f"New {i}"} if i % 2 else {"website": "example.com", "segmentIds": []}
        return {"id": f"customer_{1000 + i}", "expectedVersion": 1, **some}

    return "updateCustomers", [item(i) for i in range(number)]


def upserts(number: int) -> tuple[str, Sequence[Mapping[str, Any]]]:
    items = [{"source": "erp", "externalId": str(i), "name": f"C{i}"} for i in range(number)]
    return "upsertCustomers", items


@pytest.mark.parametrize("make", [creations, updates, upserts])
async def test_the_number_of_statements_does_not_grow_with_the_items(api: Api, make: Any) -> None:
    await save(api, employee(101), keyword(101, "SEGMENT", "A"))
    await save(api, *(customer(1000 + i) for i in range(60)))
    seen = []
    for number in (3, 53):
        name, items = make(number)
        if make is upserts:
            items = [{**i, "externalId": f"{number}-{i['externalId']}"} for i in items]
        if make is updates and number == 53:
            items = [{**i, "id": f"customer_{1004 + n}"} for n, i in enumerate(items)]
        with api.statements() as statements:
            payload = await mutate_all(api, name, items)
        assert not any(r["userErrors"] for r in payload["results"]), payload
        seen.append(statements)
    assert len(seen[0]) == len(seen[1]), "\n".join(seen[1])


async def test_links_are_replaced_as_a_set_and_logged_with_their_record(api: Api) -> None:
    await save(api, *(keyword(100 + i, "SEGMENT", f"S{i}") for i in range(3)))
    given = {"name": "New", "segmentIds": ["keyword_101", "keyword_100", "keyword_101"]}
    wanted = "customer { version segments { code } }"
    made = await mutate(api, "createCustomer", given, wanted)
    assert made["customer"]["segments"] == [{"code": "S0"}, {"code": "S1"}]
    ids = ["keyword_102", "keyword_101"]
    change = {"id": "customer_1", "expectedVersion": 1, "segmentIds": ids}
    changed = await mutate(api, "updateCustomer", change, wanted)
    assert changed["customer"] == {"version": 2, "segments": [{"code": "S1"}, {"code": "S2"}]}
    first, second = await changes(api)
    assert first.new["segment_ids"] == [100, 101]
    assert (second.old, second.new) == ({"segment_ids": [100, 101]}, {"segment_ids": [101, 102]})
