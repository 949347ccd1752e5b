import pytest

from tests.api import Api
from tests.plugins.plans.world import planning


@pytest.fixture
async def planned(api: Api) -> Api:
    """The API with the world of planning."""
    await planning(api)
    return api
