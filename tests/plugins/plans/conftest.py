from collections.abc import AsyncIterator

import pytest

from tests.api import Api, deployment_on
from tests.plugins.plans.full import fill
from tests.plugins.plans.world import planning


@pytest.fixture
async def planned(database_url: str) -> AsyncIterator[Api]:
    """The world of planning; no other plugin knows any money."""
    deployment = deployment_on(database_url, ["plans"])
    api = Api(deployment)
    await planning(api)
    yield api
    await deployment.close()


@pytest.fixture
async def full(planned: Api) -> Api:
    """The world of planning with plans and money in it."""
    await fill(planned)
    return planned
