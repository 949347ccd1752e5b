from typing import Any

import pytest

from core.customers.models import Customer
from tests.api import Api
from tests.core.tools.calls import add_tool, attempt, errors, offers, run
from tests.core.writing.calls import changes
from tests.factories import customer, employee, save

PROSPECTS = {"prospect": {"eq": True}}


async def prospects(api: Api) -> list[bool]:
    answer = await api("{ customers(orderBy: [{id: ASC}]) { nodes { prospect } } }", api.admin)
    return [node["prospect"] for node in answer["customers"]["nodes"]]


async def test_a_tool_sets_fields(api: Api) -> None:
    await save(api, employee(1), customer(1, prospect=True), customer(2))
    await add_tool(api, 1, "set_fields", {"values": {"prospect": False, "ownerId": "employee_1"}})
    payload = await run(api, ["customer_2", "customer_1"])
    assert payload["userErrors"] == []
    assert payload["results"] == [
        {
            "id": "customer_2",
            "ok": True,
            "details": None,
            "effects": [
                {
                    "entity": "Customer",
                    "id": "customer_2",
                    "action": "UPDATE",
                    "values": {"ownerId": "employee_1"},
                }
            ],
            "userErrors": [],
        },
        {
            "id": "customer_1",
            "ok": True,
            "details": None,
            "effects": [
                {
                    "entity": "Customer",
                    "id": "customer_1",
                    "action": "UPDATE",
                    "values": {"ownerId": "employee_1", "prospect": False},
                }
            ],
            "userErrors": [],
        },
    ]
    assert await prospects(api) == [False, False]


async def test_a_dry_run_tells_the_same_and_changes_nothing(api: Api) -> None:
    await save(api, customer(1, prospect=True), customer(2, prospect=True))
    await add_tool(api, 1, "set_fields", {"values": {"prospect": False}})
    ids = ["customer_1", "customer_2", "customer_3"]
    preview = await run(api, ids, dry=True)
    assert await prospects(api) == [True, True]
    assert await changes(api) == []
    assert await run(api, ids) == preview
    assert await prospects(api) == [False, False]


async def test_each_record_stands_for_itself(api: Api) -> None:
    archived = customer(2, archived_at=api.deployment.clock.now())
    await save(api, customer(1), archived, customer(3), customer(4, prospect=True))
    await add_tool(
        api, 1, "set_fields", {"values": {"currency": "USD"}}, run_if={"prospect": {"eq": False}}
    )
    ids = [
        *("customer_1", "customer_2", "customer_9", "contact_1", "nonsense", "customer_1"),
        *("customer_4", "customer_3"),
    ]
    payload = await run(api, ids)
    assert [result["id"] for result in payload["results"]] == ids
    assert [errors(result) for result in payload["results"]] == [
        [],
        [("ARCHIVED", ["ids", "1"])],
        [("NOT_FOUND", ["ids", "2"])],
        [("INVALID", ["ids", "3"])],
        [("INVALID", ["ids", "4"])],
        [("DUPLICATE", ["ids", "5"])],
        [("NOT_AVAILABLE", ["ids", "6"])],
        [],
    ]
    rows = await api("{ customers(orderBy: [{id: ASC}]) { nodes { id currency } } }", api.admin)
    changed = [n["id"] for n in rows["customers"]["nodes"] if n["currency"] == "USD"]
    assert changed == ["customer_1", "customer_3"]


async def test_a_record_that_breaks_a_rule_leaves_the_others(api: Api) -> None:
    await save(api, customer(1), customer(2))
    await add_tool(api, 1, "set_fields", {"values": {"number": "7"}})
    payload = await run(api, ["customer_1", "customer_2"])
    assert [errors(r) for r in payload["results"]] == [[], [("TAKEN", ["ids", "1", "number"])]]


async def test_a_run_asks_for_values(api: Api) -> None:
    await save(api, customer(1))
    await add_tool(api, 1, "set_fields", {"ask": ["name", "employeeCount"]})
    found = await offers(api, ["customer_1"])
    properties = found[0]["inputSchema"]["properties"]
    assert sorted(properties) == ["employeeCount", "name"]
    assert properties["name"]["description"] == "Name, at most 200 characters."
    payload = await run(api, ["customer_1"], input={"name": "New"})
    assert payload["results"][0]["effects"][0]["values"] == {"name": "New"}
    for given, expected in (
        ({"name": 7}, [("INVALID", ["input", "name"])]),
        ({"owner": "x"}, [("INVALID", ["input", "owner"])]),
        ({"number": "8"}, [("INVALID", ["input", "number"])]),
        ("name", [("INVALID", ["input"])]),
    ):
        payload = await run(api, ["customer_1"], input=given)
        assert (payload["results"], [(c, p[:2]) for c, p in errors(payload)]) == ([], expected)
    payload = await run(api, ["customer_1"], input={"employeeCount": -1, "name": "x" * 201})
    assert errors(payload["results"][0]) == [("TOO_LONG", ["input", "name"])]
    assert len(await changes(api)) == 1


RIGHTS = ("tools:use", "customers:read", "customers:read_all", "customers:write")


@pytest.mark.parametrize("missing", ["tools:use", "customers:read", "customers:write"])
async def test_without_a_right_nothing_is_written(api: Api, missing: str) -> None:
    await save(api, employee(2), customer(1))
    await add_tool(api, 1, "set_fields", {"values": {"name": "Changed"}})
    viewer = api.viewer(2, [right for right in RIGHTS if right != missing])
    answer = await attempt(api, ["customer_1"], viewer)
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert missing in answer.messages[0]
    assert await changes(api) == []
    payload = await run(api, ["customer_1"], api.viewer(2, RIGHTS))
    assert payload["results"][0]["ok"]


async def test_nobody_runs_a_tool(api: Api) -> None:
    await add_tool(api, 1, "set_fields", {"values": {"name": "Changed"}})
    answer = await attempt(api, ["customer_1"], None)
    assert [code for code, _ in answer.errors] == ["UNAUTHENTICATED"]


async def test_a_hidden_record_looks_like_a_missing_one(api: Api) -> None:
    await save(api, employee(2), employee(3), customer(1, owner_id=3), customer(2, owner_id=2))
    await add_tool(api, 1, "set_fields", {"values": {"name": "Changed"}})
    viewer = api.viewer(2, ["tools:use", "customers:read", "customers:write"])
    payload = await run(api, ["customer_1", "customer_9", "customer_2"], viewer)
    hidden, missing, own = payload["results"]
    assert errors(hidden) == [("NOT_FOUND", ["ids", "0"])]
    assert hidden["userErrors"][0]["message"] == missing["userErrors"][0]["message"].replace(
        "customer_9", "customer_1"
    )
    assert own["ok"]
    assert [row.record_id for row in await changes(api)] == [2]


async def test_a_condition_counts_what_the_viewer_cannot_see(api: Api) -> None:
    await save(api, employee(2), employee(3), customer(1, owner_id=2))
    await save(api, customer(2, owner_id=3, parent_id=1))
    without: dict[str, Any] = {"subsidiaries": {"none": {}}}
    await add_tool(api, 1, "set_fields", {"values": {"name": "Changed"}}, run_if=without)
    viewer = api.viewer(2, ["tools:use", "customers:read", "customers:write"])
    payload = await run(api, ["customer_1"], viewer)
    assert errors(payload["results"][0]) == [("NOT_AVAILABLE", ["ids", "0"])]


async def test_a_tool_that_cannot_be_used_is_refused(api: Api) -> None:
    await save(api, customer(1))
    set_name = {"values": {"name": "Changed"}}
    await add_tool(api, 1, "set_fields", set_name, active=False)
    await add_tool(api, 2, "set_fields", set_name, archived_at=api.deployment.clock.now())
    await add_tool(api, 3, "gone", set_name)
    for tool, code in ((1, "INACTIVE"), (2, "INACTIVE"), (3, "BROKEN"), (4, "NOT_FOUND")):
        payload = await run(api, ["customer_1"], tool=tool)
        assert (payload["results"], errors(payload)) == ([], [(code, ["toolId"])])
    assert await changes(api) == []


async def test_too_many_records_are_refused(api: Api) -> None:
    await add_tool(api, 1, "set_fields", {"values": {"name": "Changed"}})
    payload = await run(api, [f"customer_{n}" for n in range(1, 1002)])
    assert errors(payload) == [("TOO_MANY", ["ids"])]


async def test_many_records_take_as_many_statements_as_one(api: Api) -> None:
    await save(api, *(customer(n) for n in range(1, 60)))
    await add_tool(api, 1, "set_fields", {"values": {"currency": "USD"}})
    with api.statements() as one:
        await run(api, ["customer_1"])
    with api.statements() as many:
        payload = await run(api, [f"customer_{n}" for n in range(2, 60)])
    assert all(result["ok"] for result in payload["results"])
    assert len(many) <= len(one)
    count = await api('{ customers(filter: {currency: {eq: "USD"}}) { totalCount } }', api.admin)
    assert count["customers"]["totalCount"] == 59


async def test_effects_tell_nothing_that_the_viewer_may_not_read(api: Api) -> None:
    await save(api, employee(2), employee(3), customer(1, owner_id=2))
    await add_tool(api, 1, "set_fields", {"values": {"ownerId": "employee_3"}})
    viewer = api.viewer(2, ["tools:use", "customers:read", "customers:write", "employees:read"])
    payload = await run(api, ["customer_1"], viewer)
    # the new owner hides the customer from the one who gave it away
    assert payload["results"][0] | {"id": ""} == {
        "id": "",
        "ok": True,
        "details": None,
        "effects": [],
        "userErrors": [],
    }
    assert await api.deployment.database.fetch(
        Customer.__table__.select().where(Customer.owner_id == 3)
    )
