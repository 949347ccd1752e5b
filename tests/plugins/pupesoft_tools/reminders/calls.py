"""Reminders as their tests write and read them."""

from datetime import timedelta
from typing import Any

from core.viewer import Viewer
from tests.api import Api, MovableClock
from tests.core.writing.calls import mutate

WANTED = "reminder { id version overdue open }"
YESTERDAY, TOMORROW, NEXT_WEEK = (f"2026-03-{day}T08:00:00.000000Z" for day in (14, 16, 22))
CALL = {"text": "Call", "dueAt": YESTERDAY}
SEEN = """query ($filter: ReminderFilter) { reminders(filter: $filter) { nodes {
  id text mine open overdue remindAt dueAt note mailedAt version
  employee { id } author { id } customer { id } acknowledgedBy { id } } } }"""


async def remind(api: Api, viewer: Viewer, /, **given: Any) -> Any:
    """The payload of a new reminder: a call that was due yesterday, unless said otherwise."""
    return await mutate(api, "createReminder", CALL | given, WANTED, viewer)


async def on(api: Api, name: str, viewer: Viewer, key: int, version: int, /, **given: Any) -> Any:
    """The payload of a mutation of a reminder."""
    values = {"id": f"reminder_{key}", "expectedVersion": version, **given}
    return await mutate(api, name, values, WANTED, viewer)


async def reminders(api: Api, viewer: Viewer, **filter: Any) -> list[Any]:
    found: list[Any] = (await api(SEEN, viewer, filter=filter))["reminders"]["nodes"]
    return found


def pass_time(api: Api, **time: int) -> None:
    clock = api.deployment.clock
    assert isinstance(clock, MovableClock)
    clock.instant += timedelta(**time)
