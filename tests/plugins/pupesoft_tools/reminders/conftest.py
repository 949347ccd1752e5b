import pytest

from tests.api import Api
from tests.core.mail.conftest import api, mailbox
from tests.plugins.pupesoft_tools.calendar.office import add_office

__all__ = ["api", "mailbox"]


@pytest.fixture
async def office(api: Api) -> Api:
    await add_office(api)
    return api
