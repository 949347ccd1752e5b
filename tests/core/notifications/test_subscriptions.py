"""One hears of one's own notifications, and of nobody else's."""

from typing import Any

from sqlalchemy import update

from core.notifications.models import Notification
from core.notifications.notifying import notify
from tests.api import Api
from tests.factories import employee, save

FOLLOW = "subscription { notificationsChanged { refetch notifications { id title readAt } } }"
MARK = "mutation { markNotificationsRead(input: {}) { count } }"


async def tell(api: Api, title: str, *employees: int) -> None:
    async with api.deployment.database.writing() as session:
        await notify(session, api.deployment, employees, title=title)


async def told(events: Any) -> Any:
    return (await anext(events))["notificationsChanged"]


async def titles(events: Any) -> list[str]:
    found = await told(events)
    assert not found["refetch"]
    return [each["title"] for each in found["notifications"]]


async def test_one_hears_of_ones_own_alone(api: Api) -> None:
    await save(api, *(employee(n) for n in (1, 2, 3)))
    async with (
        api.following(FOLLOW, api.viewer(2)) as two,
        api.following(FOLLOW, api.admin) as one,
    ):
        assert [(await told(events))["refetch"] for events in (one, two)] == [True, True]
        await tell(api, "For two and three", 2, 3)
        await tell(api, "For all", 1, 2, 3)
        assert await titles(one) == ["For all"]
        found = await titles(two)
        while len(found) < 2:
            found += await titles(two)
        assert found == ["For two and three", "For all"]


async def test_what_is_read_elsewhere_is_heard(api: Api) -> None:
    await save(api, employee(1), employee(2))
    await tell(api, "Look", 1)
    async with api.following(FOLLOW, api.viewer(1)) as events:
        assert (await told(events))["refetch"]
        await api(MARK, api.viewer(1))
        [found] = (await told(events))["notifications"]
        assert found["readAt"] is not None


async def test_several_at_once_tell_to_fetch_anew(api: Api) -> None:
    await save(api, employee(1), employee(2))
    for title in ("A", "B"):
        await tell(api, title, 1)
    async with api.following(FOLLOW, api.viewer(1)) as events:
        assert (await told(events))["refetch"]
        await api(MARK, api.viewer(1))
        assert await told(events) == {"refetch": True, "notifications": []}


async def test_many_people_are_told_by_several_notifications(api: Api) -> None:
    await save(api, *(employee(n) for n in range(1, 121)))
    async with api.following(FOLLOW, api.viewer(120)) as events:
        assert (await told(events))["refetch"]
        await tell(api, "For all", *range(1, 121))
        assert await titles(events) == ["For all"]
        async with api.deployment.database.engine.begin() as connection:
            await connection.execute(update(Notification).values(title="Changed"))
        assert await titles(events) == ["Changed"]
