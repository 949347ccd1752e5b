"""Following one's notifications."""

from collections.abc import AsyncIterator
from typing import cast

import strawberry
from strawberry import Parent

from core.context import Info
from core.declare import extend
from core.events.following import follow
from core.notifications.types import Notification
from core.reading import load_many
from core.roots import Subscription


async def _notifications(changed: Parent["NotificationsChanged"], info: Info) -> list[Notification]:
    return cast("list[Notification]", await load_many(info, "Notification", changed.keys))


@strawberry.type(description="Your notifications that are new, or that you read elsewhere.")
class NotificationsChanged:
    keys: strawberry.Private[list[int]]
    refetch: bool = strawberry.field(
        description="Whether to fetch your notifications anew: true in the first event, and "
        "whenever events may have been missed or are too many to be told."
    )

    notifications: list[Notification] = strawberry.field(
        resolver=_notifications, description="Those that changed, in the order in which they did."
    )


@extend(Subscription)
async def notifications_changed(info: Info) -> AsyncIterator[NotificationsChanged | None]:
    """Hear of what you are told, and of what you mark as read, the moment it happens."""
    async for heard in follow(info, ["Notification"]):
        keys = [event.key for event in heard.events if event.key is not None]
        yield NotificationsChanged(keys=keys, refetch=heard.refetch)
