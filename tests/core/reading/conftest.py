from collections.abc import AsyncIterator

import pytest

from tests.api import Api
from tests.core.reading.mixed import mixed_api
from tests.database import Databases
from tests.world import World, small_world


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    """A small world for the tests of a module, which only read it."""
    async with small_world(databases) as world:
        yield world


@pytest.fixture(scope="module")
async def mixed(databases: Databases) -> AsyncIterator[Api]:
    """Customers of chance for the tests of a module, which only read them."""
    async with mixed_api(databases) as api:
        yield api
