"""What docs/sql.md shows."""

from collections.abc import AsyncIterator

import pytest

from plugins.pupesoft_tools.sql_search.roles import remove
from tests.database import Databases
from tests.readme import ROOT, example
from tests.world import World, small_world

SQL = ROOT / "docs" / "sql.md"


@pytest.fixture
async def world(databases: Databases) -> AsyncIterator[World]:
    async with small_world(databases) as world:
        yield world
        await remove(world.api.deployment.database)


async def test_what_is_shown_can_be_run(world: World) -> None:
    for name, field in (("search", "runSqlSearch"), ("report", "runSqlReport")):
        payload = (await world(example(name, SQL), world.admin))[field]
        assert payload["userErrors"] == []
        assert payload["result"]["columns"][0]
