"""A worker that is killed with SIGKILL, in a process of its own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from core.projects.models import Project
from tests.api import Api
from tests.core.workflows.setup import add_robot, add_workflow, runs
from tests.core.writing.calls import changes, count, mutate, mutate_all
from tests.kortisto.forked import Forked
from tests.kortisto.program import Program
from tests.waiting import until

PATIENCE = 300
"""Seconds until a process must have started and done its work, on a loaded machine too."""

CUSTOMERS = 60

WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'"""


@pytest.fixture
def program(tmp_path: Path, database_url: str) -> Program:
    """The program on the test's database."""
    (tmp_path / "kortisto.toml").write_text('[plugins]\nenabled = ["opportunities"]\n')
    return Program(tmp_path, database_url)


@contextmanager
def working(program: Program) -> Iterator[Forked]:
    """A worker, which is killed in the end at the latest."""
    with program.fork("worker", KORTISTO_JOB_PATIENCE_SECONDS="1") as process:
        try:
            yield process
        finally:
            process.kill()


@asynccontextmanager
async def taken(api: Api, number: str) -> AsyncIterator[None]:
    """Meanwhile another transaction is about to use a customer number, and then does not."""
    async with api.deployment.database.engine.connect() as connection:
        await connection.execute(
            text("INSERT INTO customer (number, name, name_sort) VALUES (:number, 'x', 'x')"),
            {"number": number},
        )
        yield
        await connection.rollback()


async def waits(api: Api) -> bool:
    rows = await api.deployment.database.fetch(text(WAITING))
    return bool(rows[0][0])


async def ended(api: Api) -> bool:
    query = "{ workflowRuns(filter: {state: {eq: QUEUED}}) { totalCount } }"
    return bool((await api(query, api.admin))["workflowRuns"]["totalCount"] == 0)


async def test_a_run_that_was_killed_in_its_middle_is_neither_lost_nor_doubled(
    api: Api, program: Program
) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", {"values": {"number": "M-1"}})
    await mutate(api, "createCustomer", {"name": "Any"})
    async with taken(api, "M-1"):
        with working(program):
            await until(lambda: waits(api), PATIENCE)
    assert [run["state"] for run in await runs(api)] == ["QUEUED"]
    with working(program):
        await until(lambda: ended(api), PATIENCE)
    assert [run["state"] for run in await runs(api)] == ["DONE"]
    written = [row.new for row in await changes(api) if row.action.name == "UPDATE"]
    assert written == [{"number": "M-1"}]
    query = '{ customer(id: "customer_1") { number version } }'
    assert (await api(query, api.admin))["customer"] == {"number": "M-1", "version": 2}


async def test_workers_that_are_killed_again_and_again_do_each_run_once(
    api: Api, program: Program
) -> None:
    await add_robot(api)
    config = {"target": "Project", "copy": {"name": "name"}}
    await add_workflow(api, 1, "FIRST_SAVE", "create_record", config)
    items = [{"name": f"C{n}"} for n in range(CUSTOMERS)]
    await mutate_all(api, "createCustomers", items)
    for number in (CUSTOMERS // 5, CUSTOMERS // 2, CUSTOMERS):
        with working(program):
            await until(partial(has_done, api, number), PATIENCE)
    query = "{ projects(first: 500) { totalCount nodes { name customer { name } } } }"
    projects = (await api(query, api.admin))["projects"]["nodes"]
    assert sorted(p["name"] for p in projects) == sorted(item["name"] for item in items)
    assert all(p["name"] == p["customer"]["name"] for p in projects)
    states = await api("{ workflowRuns(filter: {state: {eq: DONE}}) { totalCount } }", api.admin)
    assert states["workflowRuns"]["totalCount"] == CUSTOMERS


async def has_done(api: Api, number: int) -> bool:
    return await count(api, Project) >= number and (number < CUSTOMERS or await ended(api))
