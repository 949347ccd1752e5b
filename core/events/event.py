"""Events: what one notification of PostgreSQL tells of writes."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

CHANNEL = "kortisto_events"
"""Notified by the triggers of the revision core_0012, and by `announce`."""

MOST_TOLD = 50
"""Events in one notification, which holds less than 8,000 bytes."""


class Event(NamedTuple):
    """A write to one record, by the name of its model and its key.

    Without a key it stands for many records of that model. `customer_id` is the customer that the
    record is or hangs on; `employee_id` is the only employee whom it concerns, if it is one.
    """

    entity: str
    key: int | None = None
    customer_id: int | None = None
    action: str = "UPDATE"
    employee_id: int | None = None


def events_of(payload: str) -> list[Event]:
    """The events of a notification; it may have fewer values than an event has."""
    return [Event(*values) for values in orjson.loads(payload)]


async def announce(session: AsyncSession, events: Iterable[Event]) -> None:
    """Tell of writes that the change log does not hold, when the session's transaction commits.

    Writes of records that are logged are told without it.
    """
    payloads = [orjson.dumps(part).decode() for part in _parts([*events])]
    if payloads:
        await session.execute(select(*(func.pg_notify(CHANNEL, text) for text in payloads)))


def _parts(events: list[Event]) -> Iterator[list[Any]]:
    for first in range(0, len(events), MOST_TOLD):
        yield [[*event] for event in events[first : first + MOST_TOLD]]
