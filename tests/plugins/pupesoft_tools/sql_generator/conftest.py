from collections.abc import AsyncIterator

import pytest

from plugins.pupesoft_tools.sql_search.roles import remove
from tests.database import Databases
from tests.world import World, small_world


@pytest.fixture
async def world(databases: Databases) -> AsyncIterator[World]:
    async with small_world(databases) as world:
        yield world
        await remove(world.api.deployment.database)
