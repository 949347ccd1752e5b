"""A worker that is killed with SIGKILL while a workflow converts leads."""

from functools import partial
from pathlib import Path

import pytest

from core.contacts.models import Contact
from core.customers.models import Customer
from core.employees.models import EmployeeRole
from plugins.opportunities.models import Opportunity
from tests.api import Api
from tests.core.workflows.setup import add_workflow, runs
from tests.core.workflows.test_killed_worker import PATIENCE, ended, taken, waits, working
from tests.core.writing.calls import count, mutate_all
from tests.factories import employee, lead, role, save
from tests.kortisto.program import Program
from tests.waiting import until

LEADS = 20
CONFIG = {
    "customer": {"fields": {"name": {"from": "company"}, "number": {"from": "title"}}},
    "contact": {"fields": {"lastName": {"from": "lastName"}}},
    "opportunity": {"mode": "CREATE", "fields": {"name": {"from": "company"}}},
}


@pytest.fixture
def program(tmp_path: Path, database_url: str) -> Program:
    """The program on the test's database."""
    enabled = '[plugins]\nenabled = ["leads", "opportunities"]\n'
    (tmp_path / "kortisto.toml").write_text(enabled)
    return Program(tmp_path, database_url)


@pytest.fixture
async def qualified(api: Api) -> Api:
    """A workflow that converts what is qualified, and leads that were just qualified."""
    await save(api, employee(1, name="Robo Robot"), role(1, "*"))
    await save(api, EmployeeRole(employee_id=1, role_id=1))
    await add_workflow(
        api,
        1,
        "FIRST_TIME",
        "convert_lead",
        CONFIG,
        module="Lead",
        condition={"status": {"eq": "QUALIFIED"}},
    )
    numbers = range(1, LEADS + 1)
    await save(api, *(lead(n, company=f"C{n}", title=f"M-{n}", last_name=f"P{n}") for n in numbers))
    change = {"expectedVersion": 1, "status": "QUALIFIED"}
    items = [{"id": f"lead_{n}", **change} for n in numbers]
    payload = await mutate_all(api, "updateLeads", items, "lead { status }")
    assert all(not result["userErrors"] for result in payload["results"])
    return api


async def test_no_conversion_is_lost_or_doubled_by_killing_workers(
    qualified: Api, program: Program
) -> None:
    api = qualified
    async with taken(api, "M-7"):
        with working(program):
            await until(lambda: waits(api), PATIENCE)
    for number in (LEADS // 2, LEADS):
        with working(program):
            await until(partial(has_done, api, number), PATIENCE)
    made = [await count(api, model) for model in (Customer, Contact, Opportunity)]
    assert made == [LEADS] * 3
    query = """{ leads(first: 500) { nodes {
      status company customer { name } contact { name } opportunity { name }
    } } }"""
    for found in (await api(query, api.admin))["leads"]["nodes"]:
        assert found["status"] == "CONVERTED"
        assert found["customer"]["name"] == found["opportunity"]["name"] == found["company"]
        assert found["contact"]["name"][1:] == found["company"][1:]
    assert [run["state"] for run in await runs(api)] == ["DONE"] * LEADS


async def has_done(api: Api, number: int) -> bool:
    return await count(api, Opportunity) >= number and (number < LEADS or await ended(api))
