import pytest

from tests import factories as make
from tests.api import Api
from tests.plugins.groups.rows import OLD, group, leave_room, member, people, special_group


@pytest.fixture
async def office(api: Api) -> Api:
    """People, a group from 1000 on with one customer, an empty one, and special groups."""
    await make.save(api, *people())
    await make.save(api, group(1, name="Key", number_start="1000"), group(2, name="Other"))
    await make.save(api, group(3, name="Gone", archived_at=OLD))
    await make.save(api, special_group(1, name="Fair"), special_group(2, archived_at=OLD))
    await make.save(api, make.customer(1), make.customer(2, prospect=True))
    await make.save(api, make.customer(3, archived_at=OLD), member(1, 1))
    await leave_room(api)
    return api
