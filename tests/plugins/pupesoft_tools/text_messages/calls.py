"""Sending text messages as a seller does."""

from typing import Any

from sqlalchemy import func, select

from core.viewer import Viewer
from tests.api import Api
from tests.plugins.pupesoft_tools.text_messages.gateway import SEND
from tests.world import OWNER, World

RIGHTS = ("text_messages:read", "text_messages:send", "memos:read")
TO_ALL = [{"customerId": "customer_1"}, {"contactId": "contact_10"}]


def seller(world: World) -> Viewer:
    return world.reader(OWNER, *RIGHTS)


async def send(api: Api, viewer: Viewer, **given: Any) -> Any:
    standard = {"recipients": TO_ALL, "text": "Hei čaj", "idempotencyKey": "k1"}
    answer = await api(SEND, viewer, input={**standard, **given})
    return answer["sendTextMessages"]


async def count(world: World, model: type[Any]) -> int:
    rows = await world.api.deployment.database.fetch(select(func.count(model.id)))
    return int(rows[0][0])
