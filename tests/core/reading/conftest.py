from collections.abc import AsyncIterator

import pytest

from tests.database import Databases
from tests.world import World, small_world


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    """A small world for the tests of a module, which only read it."""
    async with small_world(databases) as world:
        yield world
