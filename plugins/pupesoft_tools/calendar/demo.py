"""Demo calendars: visits to customers around today, and what sellers do besides."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.contacts.demo import contacts_of
from core.contacts.models import Contact
from core.customers.demo import country_of, is_archived
from core.customers.models import Customer
from core.demo import DemoWorld
from core.employees.demo import FIRST_SELLER, owner_of
from core.employees.models import Employee
from core.keywords.demo import LISTS
from plugins.pupesoft_tools.calendar.models import CalendarEntry
from plugins.pupesoft_tools.calendar.types import KINDS

PAST_DAYS, DAYS = 60, 90
"""How far visits lie back, and over how many days they are spread."""

ZONES = {"FI": "Europe/Helsinki", "HR": "Europe/Zagreb"}
VISITS = {"FI": ("Asiakaskäynti", "Tarjouksen läpikäynti"), "HR": ("Posjet kupcu", "Ponuda")}
CALLS = {"FI": "Puhelu", "HR": "Poziv"}
OWN = {"FI": ("Myyntikokous", "Kesäloma"), "HR": ("Prodajni sastanak", "Godišnji odmor")}
MEETINGS = range(-28, 29, 7)


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add an entry for each customer in use, and meetings and a leave of each seller."""
    rows = [*_at_customers(world), *_own(world)]
    await world.reserve(session, CalendarEntry, len(rows))
    keyed = ({"id": key, **row} for key, row in enumerate(rows, 1))
    await world.copy(session, CalendarEntry, keyed, len(rows))


def _at_customers(world: DemoWorld) -> Iterator[dict[str, Any]]:
    contacts = world.keys[Contact]
    for place, key in enumerate(world.keys[Customer]):
        if is_archived(place):
            continue
        random, country = world.random(f"calendar {place}"), country_of(place)
        visit = random.random() < 0.7
        offset = random.randrange(DAYS) - PAST_DAYS
        begins = _working_time(world.today + timedelta(days=offset), random.randrange(16))
        yield {
            **_entry(world, owner_of(world, place), country, "VISIT" if visit else "CALL"),
            "uid": UUID(int=random.getrandbits(128), version=4),
            "customer_id": key,
            "contact_id": contacts[contacts_of(place).start],
            "title": random.choice(VISITS[country]) if visit else CALLS[country],
            "starts_at": begins,
            "ends_at": begins + timedelta(minutes=random.choice((30, 60, 90) if visit else (15,))),
            "kilometres": Decimal(random.randrange(5, 3000)) / 10 if visit else None,
            "per_diems": Decimal(1) if visit and place % 5 == 0 else None,
            "done": offset < 0,
        }


def _own(world: DemoWorld) -> Iterator[dict[str, Any]]:
    """What is private: a meeting each week, and two weeks of leave."""
    monday = world.today - timedelta(days=world.today.weekday())
    for place, owner in enumerate(world.keys[Employee][FIRST_SELLER:-1]):
        random, country = world.random(f"own calendar {place}"), "FI" if place % 2 else "HR"
        meeting, leave = OWN[country]
        for offset in MEETINGS:
            begins = _working_time(monday + timedelta(days=offset), 2)
            yield {
                **_entry(world, owner, country, "MEETING"),
                "uid": UUID(int=random.getrandbits(128), version=4),
                "title": meeting,
                "starts_at": begins,
                "ends_at": begins + timedelta(hours=1),
                "done": offset < 0,
            }
        first = monday + timedelta(weeks=5 + place % 6)
        yield {
            **_entry(world, owner, country, "LEAVE"),
            "uid": UUID(int=random.getrandbits(128), version=4),
            "title": leave,
            "starts_on": first,
            "ends_on": first + timedelta(days=13),
        }


def _entry(world: DemoWorld, owner: int, country: str, kind: str) -> Mapping[str, Any]:
    """What all entries have."""
    places = [*LISTS[KINDS]]
    empty = ("customer_id", "contact_id", "comment", "kilometres", "per_diems", "archived_at")
    made = world.days_ago(PAST_DAYS + 30)
    return {
        **dict.fromkeys((*empty, "starts_at", "ends_at", "starts_on", "ends_on")),
        "owner_id": owner,
        "author_id": owner,
        "kind_id": world.keywords[KINDS][places.index(kind)],
        "time_zone": ZONES[country],
        "done": False,
        "version": 1,
        "created_at": made,
        "updated_at": made,
    }


def _working_time(day: date, half_hours: int) -> datetime:
    """A time of a working day, so many half hours after eight in Finland."""
    monday_on = day - timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(monday_on, time(6), UTC) + timedelta(minutes=30 * half_hours)
