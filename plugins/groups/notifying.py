"""Telling all workers whose responsibilities changed."""

from collections.abc import Sequence

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.writing import Change

CHANNEL = "kortisto_responsibilities"
"""Notified at commit with the keys of customers as a JSON array; empty text stands for many."""

WATCHED = frozenset({"Responsibility", "ProjectParticipant"})
MOST_BYTES = 7_900
"""PostgreSQL takes 8,000."""


async def notify(session: AsyncSession, changes: Sequence[Change]) -> None:
    """Notify of changes of responsibilities, if there are any."""
    found = {change.customer_id for change in changes if change.entity in WATCHED}
    keys = sorted(key for key in found if key is not None)
    if keys:
        payload = orjson.dumps(keys).decode()
        told = payload if len(payload) <= MOST_BYTES else ""
        await session.execute(select(func.pg_notify(CHANNEL, told)))
