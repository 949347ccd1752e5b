"""Workflows as their tests set them up and look at them."""

from collections.abc import Mapping
from typing import Any

from core.employees.models import EmployeeRole
from core.jobs import run_worker
from core.workflows.models import Workflow
from tests.api import Api
from tests.core.tools.calls import module_tool
from tests.core.writing.calls import mutate
from tests.factories import employee, role, save

RUNS = """{ workflowRuns(orderBy: [{id: ASC}]) { nodes {
  id state error depth recordId cause { id } workflow { id } tool { id } customer { id }
  queuedAt startedAt finishedAt
} } }"""

USD = {"values": {"currency": "USD"}}
BIG = {"employeeCount": {"gte": 100}}


async def add_workflow(
    api: Api, key: int, trigger: str, kind: str, config: Mapping[str, Any], **values: Any
) -> None:
    """A tool and a workflow of the same key, which runs as employee 1."""
    module = {"module": values.pop("module", "Customer")}
    await save(api, module_tool(key, kind, config, **module, **values.pop("tool", {})))
    standard = {"name": f"Workflow {key}", "trigger": trigger, "tool_id": key, "run_as_id": 1}
    await save(api, Workflow(id=key, **module, **{**standard, **values}))


async def add_robot(api: Api, *permissions: str) -> None:
    """Employee 1, as whom workflows run, with all permissions or the given ones."""
    await save(api, employee(1, name="Robo Robot"), role(1, *(permissions or ("*",))))
    await save(api, EmployeeRole(employee_id=1, role_id=1))


async def drain(api: Api) -> None:
    """Run all jobs, those that they cause included."""
    await run_worker(api.deployment, drain=True)


async def runs(api: Api) -> list[Any]:
    """The log, the oldest first."""
    answer = await api(RUNS, api.admin)
    nodes: list[Any] = answer["workflowRuns"]["nodes"]
    return nodes


async def currencies(api: Api) -> list[str]:
    answer = await api("{ customers(orderBy: [{id: ASC}]) { nodes { currency } } }", api.admin)
    return [node["currency"] for node in answer["customers"]["nodes"]]


async def update(api: Api, key: int, version: int, **values: Any) -> None:
    given = {"id": f"customer_{key}", "expectedVersion": version, **values}
    payload = await mutate(api, "updateCustomer", given)
    assert payload["userErrors"] == []
