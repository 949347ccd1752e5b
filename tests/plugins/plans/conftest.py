import pytest

from tests.api import Api
from tests.plugins.plans.full import fill
from tests.plugins.plans.world import planning


@pytest.fixture
async def planned(api: Api) -> Api:
    """The API with the world of planning."""
    await planning(api)
    return api


@pytest.fixture
async def full(planned: Api) -> Api:
    """The world of planning with plans and money in it."""
    await fill(planned)
    return planned
