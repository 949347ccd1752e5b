from collections.abc import AsyncIterator

import pytest

from tests.database import Databases
from tests.plugins.pupesoft_tools.sql_search.walls import Walls, two_walls


@pytest.fixture
async def walls(databases: Databases) -> AsyncIterator[Walls]:
    async with two_walls(databases) as walls:
        yield walls
