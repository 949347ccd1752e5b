from collections.abc import AsyncIterator

import pytest

from tests.database import Databases
from tests.world import World, small_world


@pytest.fixture
async def world(databases: Databases) -> AsyncIterator[World]:
    async with small_world(databases) as world:
        yield world
