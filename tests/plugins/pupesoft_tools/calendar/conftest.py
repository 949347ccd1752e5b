import pytest

from tests.api import Api
from tests.plugins.pupesoft_tools.calendar.office import add_office


@pytest.fixture
async def office(api: Api) -> Api:
    await add_office(api)
    return api
