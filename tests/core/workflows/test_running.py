"""Runs of workflows: as whom, how often, what comes of a failure, and who sees them."""

import asyncio

import pytest

from core.employees.models import Role
from core.projects.models import Project
from core.workflows.running import carry_out
from tests.api import Api
from tests.core.workflows.setup import USD, add_robot, add_workflow, currencies, drain, runs
from tests.core.writing.calls import count, mutate, mutate_all
from tests.factories import employee, save
from tests.world import change


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (("customers:read", "customers:read_all"), "customers:write"),
        (("customers:read", "customers:write"), "names no Customer that you may see"),
    ],
)
async def test_rights_and_visibility_of_the_named_employee_hold(
    api: Api, held: tuple[str, ...], told: str
) -> None:
    await add_robot(api, *held)
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD)
    await mutate(api, "createCustomer", {"name": "Any"})
    await drain(api)
    [run] = await runs(api)
    assert run["state"] == "FAILED"
    assert told in run["error"]
    assert await currencies(api) == ["EUR"]


async def test_a_run_that_several_workers_have_is_carried_out_once(api: Api) -> None:
    await add_robot(api)
    config = {"target": "Project", "copy": {"name": "name"}}
    await add_workflow(api, 1, "FIRST_SAVE", "create_record", config)
    await mutate(api, "createCustomer", {"name": "Any"})
    for _ in range(2):
        await asyncio.gather(*(carry_out(api.deployment, {"run": 1}) for _ in range(5)))
    assert await count(api, Project) == 1
    assert [run["state"] for run in await runs(api)] == ["DONE"]


async def test_an_employee_who_left_runs_nothing(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD)
    await mutate(api, "createCustomer", {"name": "Any"})
    await mutate(
        api,
        "updateEmployee",
        {"id": "employee_1", "expectedVersion": 1, "active": False},
        "employee { id }",
    )
    await drain(api)
    [run] = await runs(api)
    assert (run["state"], run["error"]) == (
        *("FAILED", "The employee it runs as may not come in any more."),
    )


async def test_a_run_that_failed_is_repeated_on_wish(api: Api) -> None:
    await add_robot(api, "customers:read")
    await add_workflow(api, 1, "FIRST_TIME", "set_fields", USD)
    await mutate(api, "createCustomer", {"name": "Any"})
    await drain(api)
    await change(api, Role, 1, permissions=["*"])
    query = """mutation { repeatWorkflowRun(input: {id: "workflow_run_1"}) {
      workflowRun { state error } userErrors { code path } } }"""
    answer = await api(query, api.viewer(1, ["workflows:read"]))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    answer = await api(query, api.admin)
    assert answer["repeatWorkflowRun"] == {
        "workflowRun": {"state": "QUEUED", "error": None},
        "userErrors": [],
    }
    await drain(api)
    assert [run["state"] for run in await runs(api)] == ["DONE"]
    assert await currencies(api) == ["USD"]
    answer = await api(query, api.admin)
    assert answer["repeatWorkflowRun"]["userErrors"] == [
        {"code": "NOT_FOUND", "path": ["input", "id"]}
    ]


async def test_a_record_that_fails_the_tool_leaves_a_reason(api: Api) -> None:
    await add_robot(api)
    await add_workflow(
        api, 1, "FIRST_SAVE", "set_fields", USD, tool={"run_if": {"prospect": {"eq": True}}}
    )
    await mutate(api, "createCustomer", {"name": "Any"})
    await drain(api)
    [run] = await runs(api)
    assert run["error"] == "The record does not meet the conditions of the tool."


async def test_a_broken_workflow_stops_nobody_from_saving(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD, condition={"colour": {"eq": 1}})
    await add_workflow(api, 2, "FIRST_SAVE", "gone", USD)
    payload = await mutate(api, "createCustomer", {"name": "Any"})
    assert payload["userErrors"] == []
    await drain(api)
    [run] = await runs(api)
    assert (run["workflow"], run["state"]) == ({"id": "workflow_2"}, "FAILED")
    assert "no enabled plugin has the kind 'gone'" in run["error"]
    answer = await api("{ workflows { nodes { id brokenBecause } } }", api.admin)
    first, second = answer["workflows"]["nodes"]
    assert "condition: 'colour': Customer has no such field" in first["brokenBecause"]
    assert "toolId.kind: no enabled plugin has the kind 'gone'." in second["brokenBecause"]


async def test_runs_are_visible_with_their_customers(api: Api) -> None:
    await add_robot(api)
    await save(api, employee(2), employee(3))
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD)
    await mutate_all(
        api, "createCustomers", [{"name": "Own", "ownerId": "employee_2"}, {"name": "Other"}]
    )
    query = "{ workflows { totalCount } workflowRuns { nodes { recordId } } }"
    rights = ("customers:read", "workflows:read")
    for key, more, seen in ((2, (), 1), (3, (), 0), (3, ("workflows:read_all",), 2)):
        answer = await api(query, api.viewer(key, [*rights, *more]))
        assert answer["workflows"]["totalCount"] == 1
        assert len(answer["workflowRuns"]["nodes"]) == seen
