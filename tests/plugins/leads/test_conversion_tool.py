"""Tools of the kind convert_lead at work: which one holds, and what it does when it runs."""

import pytest

from core.customers.models import Customer
from core.employees.models import EmployeeRole
from core.viewer import Viewer
from plugins.leads.conversion.config import STANDARD
from tests.api import Api
from tests.core.tools.calls import add_tool, offers, run
from tests.core.tools.calls import errors as refusals
from tests.core.workflows.setup import add_workflow, drain, runs
from tests.core.writing.calls import changes, count, mutate
from tests.factories import employee, lead, role, save
from tests.plugins.leads.conversion_tools import ALONE, CUSTOMER, tool, two_leads
from tests.plugins.leads.converting import SKIP, convert, convert_all, errors, ids


@pytest.fixture
async def world(api: Api) -> Api:
    """An employee and two leads."""
    await two_leads(api)
    return api


async def test_the_only_tool_holds_and_of_several_one_is_named(world: Api) -> None:
    await tool(world, ALONE, archived_at=world.deployment.clock.now())
    await tool(world, ALONE, 2, active=False)
    await tool(world, ALONE, 3)
    payload = await convert(world, 1, dryRun=True)
    assert [found["target"] for found in payload["targets"]] == ["CUSTOMER"]
    await tool(world, {"customer": CUSTOMER, "archive": True}, 4)
    assert errors(await convert(world, 1)) == [("REQUIRED", "toolId")]
    payload = await convert_all(world, [{"id": "lead_1"}], toolId="module_tool_4")
    assert [errors(result) for result in payload["results"]] == [[]]
    answer = await world('{ lead(id: "lead_1") { convertedWith archivedAt } }', world.admin)
    assert answer["lead"]["convertedWith"] == "module_tool_4"
    assert answer["lead"]["archivedAt"] is not None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("module_tool_9", "NOT_FOUND"),
        ("customer_1", "INVALID"),
        ("x", "INVALID"),
        ("module_tool_1", "INACTIVE"),
        ("module_tool_2", "BROKEN"),
        ("module_tool_3", "INVALID"),
    ],
)
async def test_a_tool_that_cannot_be_used(world: Api, given: str, code: str) -> None:
    await tool(world, ALONE, 1, active=False)
    await tool(world, {"customer": {"fields": {"gone": {"from": "company"}}}}, 2)
    await add_tool(world, 3, "set_fields", {"values": {"currency": "USD"}})
    payload = await convert(world, 1, toolId=given)
    assert errors(payload) == [(code, "toolId")]
    assert payload["targets"] == []
    assert await changes(world) == []


async def test_the_conditions_of_the_tool_hold_here_too(world: Api) -> None:
    await tool(world, ALONE, run_if={"rating": {"eq": "HOT"}})
    payload = await convert_all(world, [{"id": "lead_2"}, {"id": "lead_1"}])
    assert [errors(result) for result in payload["results"]] == [
        [("NOT_AVAILABLE", "items.0.id")],
        [],
    ]


async def test_the_tool_does_what_the_mutation_does(world: Api) -> None:
    await tool(world, STANDARD.model_dump(mode="json", by_alias=True, exclude_unset=True))
    before = await changes(world)
    preview = await run(world, ["lead_1", "lead_2", "lead_9"], dry=True)
    assert [result["ok"] for result in preview["results"]] == [True, True, False]
    assert await changes(world) == before
    given = {"customer": {"values": {"name": "Firma Group"}}, "opportunity": SKIP}
    payload = await run(world, ["lead_1"], input=given)
    [result] = payload["results"]
    assert result["userErrors"] == []
    assert {t: found["action"] for t, found in result["details"].items()} == {
        "customer": "CREATED",
        "contact": "CREATED",
    }
    assert result["details"]["customer"]["id"] == "customer_3"
    answer = await world(
        '{ lead(id: "lead_1") { customer { name } opportunity { id } } }', world.admin
    )
    assert answer["lead"] == {"customer": {"name": "Firma Group"}, "opportunity": None}


async def test_the_tool_tells_errors_for_each_lead(world: Api) -> None:
    await tool(world, ALONE)
    await save(world, lead(3, company=None, last_name="Nobody"))
    payload = await run(world, ["lead_1", "lead_3", "lead_2"])
    assert [refusals(result) for result in payload["results"]] == [
        [],
        [("REQUIRED", ["input", "customer", "values", "name"])],
        [],
    ]
    again = await run(world, ["lead_1"])
    assert [refusals(result) for result in again["results"]] == [
        [("ALREADY_CONVERTED", ["ids", "0"])]
    ]
    unknown = await run(world, ["lead_3"], input={"customer": {"values": {"number": "7"}}})
    assert refusals(unknown) == [("INVALID", ["input", "customer", "values", "number"])]
    assert await count(world, Customer) == 2


async def test_the_tool_tells_a_form_what_may_be_edited(world: Api) -> None:
    fixed = {"from": "company", "editable": False}
    await tool(world, {"customer": {"fields": {"name": fixed, "website": {}}}})
    [offer] = await offers(world, ["lead_1"], module="Lead")
    assert offer["available"] is True
    values = offer["inputSchema"]["$defs"]["ConvertCustomerValues"]["properties"]
    assert list(values) == ["website"]
    await convert(world, 1)
    [offer] = await offers(world, ["lead_1"], module="Lead")
    assert offer["records"][0]["reason"] == "It is converted already."


async def test_the_tool_needs_the_rights_of_what_it_writes(world: Api) -> None:
    await tool(world, ALONE)
    rights = {
        *("tools:use", "leads:read", "leads:read_all", "leads:convert"),
        *("customers:read", "customers:write"),
    }
    query = (
        'mutation { runModuleTool(toolId: "module_tool_1", ids: ["lead_1"]) { results { ok } } }'
    )
    for missing in rights - {"leads:read_all"}:
        answer = await world(query, Viewer(1, frozenset(rights - {missing})))
        assert answer.errors == [("FORBIDDEN", ("runModuleTool",))]
    assert await changes(world) == []
    answer = await world(query, Viewer(1, frozenset(rights)))
    assert answer["runModuleTool"]["results"] == [{"ok": True}]


async def test_a_lead_is_converted_unattended_as_soon_as_it_is_qualified(world: Api) -> None:
    api = world
    await save(api, employee(3), role(1, "*"))
    await save(api, EmployeeRole(employee_id=3, role_id=1))
    await add_workflow(
        api,
        1,
        "FIRST_TIME",
        "convert_lead",
        STANDARD.model_dump(mode="json", by_alias=True, exclude_unset=True),
        module="Lead",
        condition={"status": {"eq": "QUALIFIED"}},
        run_as_id=3,
    )
    for key, status in ((1, "QUALIFIED"), (2, "WORKING")):
        change = {"id": f"lead_{key}", "expectedVersion": 1, "status": status}
        payload = await mutate(api, "updateLead", change, "lead { status }")
        assert payload["lead"] == {"status": status}
    await drain(api)
    query = """query ($id: ID!) { lead(id: $id) {
      status convertedWith convertedBy { id }
      customer { name } contact { name } opportunity { name }
    } }"""
    assert (await api(query, api.admin, id="lead_1"))["lead"] == {
        "status": "CONVERTED",
        "convertedWith": "module_tool_1",
        "convertedBy": {"id": "employee_3"},
        "customer": {"name": "Firma Oy"},
        "contact": {"name": "Mäki"},
        "opportunity": {"name": "Firma Oy"},
    }
    assert (await api(query, api.admin, id="lead_2"))["lead"]["status"] == "WORKING"
    assert [found["state"] for found in await runs(api)] == ["DONE"]
    assert ids(await convert(api, 1)) == ("customer_1", "contact_1", "opportunity_1")
