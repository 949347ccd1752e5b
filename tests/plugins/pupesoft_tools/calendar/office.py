"""A seller, a colleague and a manager with their customers, and how they write calendars."""

from typing import Any

from core.viewer import Viewer
from tests.api import Api
from tests.core.writing.calls import mutate
from tests.factories import contact, customer, employee, keyword, save

SELLER, COLLEAGUE, MANAGER = 2, 3, 4

RIGHTS = (
    *("calendar:read", "calendar:write", "customers:read", "contacts:read", "employees:read"),
    *("keywords:read", "reminders:use"),
)
WANTED = "calendarEntry { id version } warnings { message begins entry { title } }"

NINE, TEN, ELEVEN = (f"2026-03-16T{hour:02}:00:00.000000Z" for hour in (9, 10, 11))
DENTIST = {"title": "Dentist", "startsAt": NINE, "endsAt": TEN}


async def add_office(api: Api) -> None:
    """Customer 1 is the seller's, 2 the colleague's."""
    await save(api, *map(employee, (1, SELLER, COLLEAGUE, MANAGER)))
    await save(api, customer(1, name="Öljy Oy", owner_id=SELLER), customer(2, owner_id=COLLEAGUE))
    await save(api, contact(1, 1, phone="+358401234567"), contact(2, 2))
    await save(api, keyword(1, "CALENDAR_KIND", "VISIT", labels={"en": "Visit", "fi": "Käynti"}))
    await save(api, keyword(2, "SEGMENT", "A"))


def who(api: Api, key: int, *more: str) -> Viewer:
    """An employee with the usual rights."""
    return api.viewer(key, (*RIGHTS, *more))


async def create(api: Api, viewer: Viewer, /, **given: Any) -> Any:
    """The payload of a new entry: a dentist at nine, unless said otherwise."""
    return await mutate(api, "createCalendarEntry", DENTIST | given, WANTED, viewer)


async def update(api: Api, viewer: Viewer, version: int, /, **given: Any) -> Any:
    """The payload of a change of the first entry."""
    changed = {"id": "calendar_entry_1", "expectedVersion": version, **given}
    return await mutate(api, "updateCalendarEntry", changed, WANTED, viewer)
