import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from core.employees.models import Role
from core.projects.models import Project
from core.workflows.models import Workflow, WorkflowRun
from core.workflows.running import carry_out
from tests.api import Api
from tests.core.tools.calls import module_tool
from tests.core.workflows.setup import add_robot, add_workflow, drain, runs
from tests.core.writing.calls import changes, count, mutate, mutate_all
from tests.factories import employee, save
from tests.world import change

USD = {"values": {"currency": "USD"}}
BIG = {"employeeCount": {"gte": 100}}


async def currencies(api: Api) -> list[str]:
    answer = await api("{ customers(orderBy: [{id: ASC}]) { nodes { currency } } }", api.admin)
    return [node["currency"] for node in answer["customers"]["nodes"]]


async def update(api: Api, key: int, version: int, **values: Any) -> None:
    given = {"id": f"customer_{key}", "expectedVersion": version, **values}
    payload = await mutate(api, "updateCustomer", given)
    assert payload["userErrors"] == []


async def test_it_runs_unattended_as_soon_as_the_condition_holds(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_TIME", "set_fields", USD, condition=BIG)
    await mutate(api, "createCustomer", {"name": "Small", "employeeCount": 5})
    await drain(api)
    assert await runs(api) == []
    await update(api, 1, 1, employeeCount=500)
    [queued] = await runs(api)
    assert (queued["state"], queued["startedAt"], queued["recordId"]) == (
        *("QUEUED", None, "customer_1"),
    )
    await drain(api)
    assert await currencies(api) == ["USD"]
    [run] = await runs(api)
    assert run["finishedAt"]
    assert {k: run[k] for k in ("state", "error", "depth", "cause", "customer")} == {
        "state": "DONE",
        "error": None,
        "depth": 1,
        "cause": None,
        "customer": {"id": "customer_1"},
    }
    last = (await changes(api))[-1]
    assert (last.actor_id, last.via, last.new) == (1, "workflow", {"currency": "USD"})


async def test_the_first_save_alone_starts_it(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD, condition=BIG)
    payload = await mutate_all(
        api,
        "createCustomers",
        [{"name": "Small"}, {"name": "Big", "employeeCount": 100}],
    )
    assert payload["userErrors"] == []
    await drain(api)
    assert await currencies(api) == ["EUR", "USD"]
    await update(api, 1, 1, employeeCount=500)
    await drain(api)
    assert await currencies(api) == ["EUR", "USD"]
    assert len(await runs(api)) == 1


async def test_the_first_time_comes_once_per_record(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_TIME", "set_fields", USD, condition=BIG)
    await mutate(api, "createCustomer", {"name": "Big", "employeeCount": 100})
    await drain(api)
    await update(api, 1, 2, currency="EUR", employeeCount=1)
    await update(api, 1, 3, employeeCount=200)
    await drain(api)
    assert await currencies(api) == ["EUR"]
    assert len(await runs(api)) == 1


async def test_every_save_starts_it_while_the_condition_holds(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "EVERY_SAVE", "set_fields", USD, condition={"not": BIG})
    await mutate(api, "createCustomer", {"name": "Small"})
    await drain(api)
    await update(api, 1, 2, currency="EUR")
    await drain(api)
    assert await currencies(api) == ["USD"]
    await update(api, 1, 4, currency="EUR", employeeCount=100)
    await drain(api)
    assert await currencies(api) == ["EUR"]
    # each run that changed something was a save itself, whose run then changed nothing
    assert [run["depth"] for run in await runs(api)] == [1, 2, 1, 2]


async def test_workflows_that_start_each_other_come_to_an_end(api: Api) -> None:
    await add_robot(api)
    for key, (now, then) in enumerate([("EUR", "USD"), ("USD", "EUR")], 1):
        where = {"currency": {"eq": now}}
        config = {"values": {"currency": then}}
        await add_workflow(api, key, "EVERY_SAVE", "set_fields", config, condition=where)
    await mutate(api, "createCustomer", {"name": "Ping"})
    await drain(api)
    found = await runs(api)
    assert [(run["state"], run["depth"]) for run in found] == [
        *[("DONE", depth) for depth in range(1, 6)],
        ("FAILED", 6),
    ]
    assert [run["cause"] and run["cause"]["id"] for run in found] == [
        None,
        *[run["id"] for run in found[:-1]],
    ]
    assert "5 runs of workflows caused each other" in found[-1]["error"]
    rows = await api.deployment.database.fetch(text("SELECT count(*) FROM pgqueuer"))
    assert rows[0][0] == 0


async def test_an_undone_save_starts_nothing(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD)
    items = [{"name": "One"}, {"name": "Two", "number": "1"}, {"name": "Three", "number": "1"}]
    payload = await mutate_all(api, "createCustomers", items, atomic=True)
    assert payload["userErrors"]
    assert await runs(api) == []


async def test_what_is_off_or_of_another_module_is_not_started(api: Api) -> None:
    await add_robot(api)
    now = api.deployment.clock.now()
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD, active=False)
    await add_workflow(api, 2, "FIRST_SAVE", "set_fields", USD, archived_at=now)
    await add_workflow(
        api, 3, "FIRST_SAVE", "set_fields", {"values": {"title": "x"}}, module="Contact"
    )
    await mutate(api, "createCustomer", {"name": "Any"})
    assert await runs(api) == []


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


async def test_the_number_of_statements_of_a_save_does_not_grow(api: Api) -> None:
    await add_robot(api)
    for key in (1, 2, 3):
        await add_workflow(api, key, "EVERY_SAVE", "set_fields", USD, condition={"not": BIG})
    with api.statements() as one:
        await mutate_all(api, "createCustomers", [{"name": "One"}])
    with api.statements() as many:
        await mutate_all(api, "createCustomers", [{"name": f"C{n}"} for n in range(40)])
    assert len(many) == len(one)
    assert await count(api, WorkflowRun) == 3 * 41


WORKFLOW = {
    "name": "Dollars",
    "module": "Customer",
    "trigger": "FIRST_TIME",
    "condition": BIG,
    "toolId": "module_tool_1",
    "runAsId": "employee_1",
}
WANTED = "workflow { id name module trigger condition input active brokenBecause }"


async def test_an_administrator_makes_a_workflow(api: Api) -> None:
    await add_robot(api)
    await save(api, module_tool(1, "set_fields", USD))
    payload = await mutate(api, "createWorkflow", WORKFLOW, WANTED)
    assert payload["userErrors"] == []
    assert payload["workflow"] == {
        "id": "workflow_1",
        **{k: v for k, v in WORKFLOW.items() if not k.endswith("Id")},
        "input": {},
        "active": True,
        "brokenBecause": None,
    }


@pytest.mark.parametrize(
    ("values", "code", "path"),
    [
        ({"module": "Contact"}, "INVALID", ["toolId"]),
        ({"condition": {"colour": {}}}, "INVALID", ["condition"]),
        ({"input": {"name": 7}}, "INVALID", ["input", "name"]),
        ({"toolId": "module_tool_2"}, "INVALID", ["toolId", "config", "values", "colour"]),
        ({"toolId": "module_tool_3"}, "NOT_FOUND", ["toolId"]),
        ({"runAsId": "employee_9"}, "NOT_FOUND", ["runAsId"]),
    ],
)
async def test_a_workflow_that_does_not_fit_is_refused(
    api: Api, values: dict[str, Any], code: str, path: list[str]
) -> None:
    await add_robot(api)
    await save(api, module_tool(1, "set_fields", USD | {"ask": ["name"]}))
    await save(api, module_tool(2, "set_fields", {"values": {"colour": "red"}}))
    payload = await mutate(api, "createWorkflow", WORKFLOW | values, WANTED)
    assert (code, ["input", *path]) in [(e["code"], e["path"]) for e in payload["userErrors"]]
    assert await count(api, Workflow) == 0


async def test_nobody_gets_done_what_he_may_not_do(api: Api) -> None:
    await add_robot(api)
    await save(api, employee(2), module_tool(1, "set_fields", USD))
    rights = ("workflows:manage", "workflows:read", "tools:use", "tools:manage", "employees:read")
    maker = api.viewer(2, rights)
    payload = await mutate(api, "createWorkflow", WORKFLOW, WANTED, maker)
    assert [(e["code"], e["path"][-1]) for e in payload["userErrors"]] == [
        ("FORBIDDEN_VALUE", "runAsId")
    ]
    assert await count(api, Workflow) == 0
    await mutate(api, "createWorkflow", WORKFLOW, WANTED)
    change_tool = {"id": "module_tool_1", "expectedVersion": 1, "config": {"ask": ["name"]}}
    payload = await mutate(api, "updateModuleTool", change_tool, "moduleTool { id }", maker)
    assert [(e["code"], e["path"][-1]) for e in payload["userErrors"]] == [
        ("FORBIDDEN_VALUE", "id")
    ]
    payload = await mutate(api, "updateModuleTool", change_tool, "moduleTool { id }")
    assert payload["userErrors"] == []


async def test_workflows_are_for_those_with_a_right(api: Api) -> None:
    for query in ("{ workflows { totalCount } }", "{ workflowRuns { totalCount } }"):
        answer = await api(query, api.viewer(2, ["customers:read", "tools:use"]))
        assert [code for code, _ in answer.errors] == ["FORBIDDEN"]


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
