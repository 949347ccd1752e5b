"""Requests at the same time, and statements that take too long."""

from collections.abc import AsyncIterator

import anyio
import pytest

from core.database import connect
from tests.api import Answer, Api, deployment_on
from tests.database import Databases
from tests.world import OWNER, World, small_world

CARDS = """{
  customers { totalCount nodes {
    name owner { name team { name } } contacts { totalCount nodes { name } }
    projects { nodes { name manager { name } } }
    opportunities { nodes { name stage { code } owner { name } } } opportunityTotals { amount }
  } }
  contacts { totalCount } employees { totalCount } opportunities { totalCount }
}"""


@pytest.fixture(scope="module")
async def narrow(databases: Databases) -> AsyncIterator[World]:
    """The small world behind a single connection."""
    async with small_world(databases) as world:
        deployment = deployment_on(url_of(world), pool_size=1)
        yield World(Api(deployment))
        await deployment.close()


@pytest.fixture
async def hasty(narrow: World) -> AsyncIterator[World]:
    """The same world, whose statements may take two seconds."""
    deployment = deployment_on(url_of(narrow), statement_timeout_ms=2000)
    yield World(Api(deployment))
    await deployment.close()


def url_of(world: World) -> str:
    return world.api.deployment.database.engine.url.render_as_string(hide_password=False)


async def test_requests_at_once_share_one_connection(narrow: World) -> None:
    answers: list[Answer] = []

    async def ask() -> None:
        answers.append(await narrow(CARDS, narrow.admin))

    with anyio.fail_after(20):
        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(ask)
    assert all(not answer.messages for answer in answers)
    assert all(answer.data == answers[0].data for answer in answers)
    assert answers[0]["customers"]["totalCount"] == 7


async def test_viewers_at_once_do_not_see_each_others_rows(narrow: World) -> None:
    query = "{ customers { nodes { id } } }"
    seen: dict[int, list[str]] = {}

    async def ask(employee: int) -> None:
        answer = await narrow(query, narrow.reader(employee))
        seen[employee] = [node["id"] for node in answer["customers"]["nodes"]]

    async with anyio.create_task_group() as group:
        for employee in range(2, 8):
            group.start_soon(ask, employee)
    assert seen[OWNER] == ["customer_1"]
    assert len({tuple(ids) for ids in seen.values()}) > 3


async def test_a_statement_that_takes_too_long_takes_its_field_alone(hasty: World) -> None:
    other = connect(url_of(hasty), pool_size=1)
    async with other.engine.begin() as locking:
        await locking.exec_driver_sql("LOCK TABLE contact IN ACCESS EXCLUSIVE MODE")
        query = "{ contacts { totalCount nodes { id } } customers { totalCount } }"
        answer = await hasty(query, hasty.admin)
    await other.close()
    assert answer.data == {"contacts": None, "customers": {"totalCount": 7}}
    assert answer.errors == [("TIMEOUT", ("contacts",))]
    assert "SELECT" not in answer.messages[0]
    again = await hasty("{ contacts { totalCount } }", hasty.admin)
    assert again["contacts"]["totalCount"] == 16
