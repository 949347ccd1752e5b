"""Who may set workflows up, and which are refused."""

from typing import Any

import pytest

from core.workflows.models import Workflow
from tests.api import Api
from tests.core.tools.calls import module_tool
from tests.core.workflows.setup import BIG, USD, add_robot
from tests.core.writing.calls import count, mutate
from tests.factories import employee, save

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
