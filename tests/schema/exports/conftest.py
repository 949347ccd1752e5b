from collections.abc import AsyncIterator

import pytest

from tests.database import Databases
from tests.schema.exports.exporter import Exporter
from tests.world import World, small_world


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    """A small world that tests of a module only read."""
    async with small_world(databases) as world:
        yield world


@pytest.fixture
def exporter(world: World) -> Exporter:
    return Exporter(world.api)
