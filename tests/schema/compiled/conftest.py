import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from tests.database import Databases
from tests.schema.compiled.pair import Pair
from tests.schema.compiled.python_fields import with_python_fields
from tests.schema.compiled.rows import hard_world
from tests.world import World


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    """Rows that are hard to show, for the tests of a module, which only read them."""
    async with hard_world(databases) as world:
        yield world


@pytest.fixture(scope="module")
async def pair(world: World) -> Pair:
    """Both ways to run a query on those rows."""
    return extended(world)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    """The event loop of tests that are no coroutines."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def hard(databases: Databases, loop: asyncio.Runner) -> Iterator[World]:
    """The rows of `world`, for that loop."""
    opened = hard_world(databases)
    yield loop.run(opened.__aenter__())
    loop.run(opened.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def both(hard: World) -> Pair:
    """Both ways to run a query, on that loop."""
    return extended(hard)


def extended(world: World) -> Pair:
    """Both ways, in a deployment with Python fields."""
    return Pair(replace(world.api.deployment, registry=with_python_fields()))
