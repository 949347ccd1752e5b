from typing import Any

import pytest

from core.customers.models import Customer
from core.projects.models import Project
from tests.api import Api
from tests.core.tools.calls import add_tool, attempt, errors, offers, run
from tests.core.writing.calls import changes, count, mutate
from tests.factories import customer, employee, save
from tests.world import change

FOLLOW_UP = {
    "target": "Project",
    "values": {"description": "By hand"},
    "copy": {"name": "name", "managerId": "owner"},
    "ask": ["startsOn"],
}
PROJECTS = "{ projects { nodes { id name description startsOn customer { id } manager { id } } } }"


async def test_a_record_is_made_with_what_is_fixed_copied_and_asked_for(api: Api) -> None:
    await save(api, employee(2), customer(1, name="Čakovec d.o.o.", owner_id=2))
    await add_tool(api, 1, "create_record", FOLLOW_UP)
    [offer] = await offers(api, ["customer_1"])
    assert list(offer["inputSchema"]["properties"]) == ["startsOn"]
    assert offer["inputSchema"]["properties"]["startsOn"]["format"] == "date"
    payload = await run(api, ["customer_1"], input={"startsOn": "2026-04-01"})
    [result] = payload["results"]
    assert [(e["entity"], e["action"]) for e in result["effects"]] == [("Project", "CREATE")]
    answer = await api(PROJECTS, api.admin)
    assert answer["projects"]["nodes"] == [
        {
            "id": result["details"]["id"],
            "name": "Čakovec d.o.o.",
            "description": "By hand",
            "startsOn": "2026-04-01",
            "customer": {"id": "customer_1"},
            "manager": {"id": "employee_2"},
        }
    ]


async def test_a_dry_run_tells_what_would_be_made(api: Api) -> None:
    await save(api, customer(1))
    await add_tool(api, 1, "create_record", FOLLOW_UP)
    [result] = (await run(api, ["customer_1"], dry=True))["results"]
    assert result["effects"][0]["values"]["name"] == "Customer 1"
    assert await count(api, Project) == 0


async def test_each_record_is_all_or_nothing(api: Api) -> None:
    await save(api, customer(1), customer(2), customer(3))
    copied = {"name": "name", "number": "website"}
    await add_tool(api, 1, "create_record", FOLLOW_UP | {"copy": copied})
    for key, website in ((1, "same"), (2, "same"), (3, "other")):
        await change(api, Customer, key, website=website)
    payload = await run(api, ["customer_1", "customer_2", "customer_3"])
    assert [errors(r) for r in payload["results"]] == [
        [],
        [("TAKEN", ["ids", "1", "number"])],
        [],
    ]
    assert await count(api, Project) == 2


async def test_what_is_asked_for_is_blamed_where_it_stands(api: Api) -> None:
    await save(api, customer(1))
    await add_tool(api, 1, "create_record", FOLLOW_UP | {"ask": ["endsOn", "name"]})
    payload = await run(api, ["customer_1"], input={"endsOn": "soon", "name": ""})
    assert sorted(errors(payload["results"][0])) == [
        ("INVALID", ["input", "endsOn"]),
        ("REQUIRED", ["input", "name"]),
    ]
    assert await count(api, Project) == 0


async def test_the_right_of_the_target_is_checked_before(api: Api) -> None:
    await save(api, employee(2), customer(1, owner_id=2))
    await add_tool(api, 1, "create_record", FOLLOW_UP)
    answer = await attempt(api, ["customer_1"], api.viewer(2, ["tools:use", "customers:read"]))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert await changes(api) == []
    allowed = api.viewer(2, ["tools:use", "customers:read", "projects:write"])
    assert (await run(api, ["customer_1"], allowed))["results"][0]["ok"]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"target": "Unknown"}, "'target'"),
        ({"target": "Change"}, "'target'"),
        ({"target": "Keyword"}, "'link': no input of a Keyword can take a Customer"),
        ({"link": "managerId"}, "'link': no input"),
        ({"values": {"colour": 1}}, "'values' names 'colour'"),
        ({"values": {"name": {"a": 1}}}, "'values.name': Input should be a valid string"),
        ({"values": {"managerId": 7}}, "'values.managerId': Input should be a valid string"),
        ({"copy": {"name": "colour"}}, "'copy': 'colour' is no field of a Customer"),
        ({"copy": {"name": "contacts"}}, "'copy': 'contacts' is no field"),
        ({"copy": {"colour": "name"}}, "'copy' names 'colour'"),
        ({"ask": ["colour"]}, "'ask' names 'colour'"),
    ],
)
async def test_a_config_that_does_not_fit_is_refused(
    api: Api, other: dict[str, Any], told: str
) -> None:
    given = {"module": "Customer", "kind": "create_record", "config": FOLLOW_UP | other}
    payload = await mutate(api, "createModuleTool", given, "moduleTool { id }")
    assert payload["moduleTool"] is None
    assert any(told in e["message"] for e in payload["userErrors"]), payload
    assert {e["path"][1] for e in payload["userErrors"]} == {"config"}
