"""Demo reminders: overdue, coming and acknowledged, about customers and about none."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.contacts.demo import contacts_of
from core.contacts.models import Contact
from core.customers.demo import country_of, is_archived
from core.customers.models import Customer
from core.demo import DemoWorld
from core.employees.demo import FIRST_SELLER, owner_of
from core.employees.models import Employee
from plugins.pupesoft_tools.reminders.models import Reminder

EVERY = 3
"""Customers for each reminder."""

TEXTS = {
    "FI": ("Soita tarjouksesta", "Lähetä uusi hinnasto", "Sovi käynti"),
    "HR": ("Nazvati zbog ponude", "Poslati novi cjenik", "Dogovoriti posjet"),
}
NOTES = {"FI": "Hoidettu puhelimessa.", "HR": "Obavljeno telefonom."}
OWN = {"FI": "Palauta matkalasku", "HR": "Predati putni račun"}


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add reminders around today."""
    rows = [*_of_customers(world), *_of_none(world)]
    await world.reserve(session, Reminder, len(rows))
    keyed = ({"id": key, **row} for key, row in enumerate(rows, 1))
    await world.copy(session, Reminder, keyed, len(rows))


def _of_customers(world: DemoWorld) -> Iterator[dict[str, Any]]:
    contacts = world.keys[Contact]
    for place, key in enumerate(world.keys[Customer]):
        if place % EVERY or is_archived(place):
            continue
        random, country = world.random(f"reminder {place}"), country_of(place)
        days = random.randrange(-20, 20)
        done = days > 0 and random.random() < 0.8
        owner = owner_of(world, place)
        yield {
            **_reminder(world, owner, days, random.choice(TEXTS[country])),
            "customer_id": key,
            "contact_id": contacts[contacts_of(place).start],
            "acknowledged_at": world.days_ago(days - 1) if done else None,
            "acknowledged_by_id": owner if done else None,
            "note": NOTES[country] if done else None,
        }


def _of_none(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for place, owner in enumerate(world.keys[Employee][FIRST_SELLER:-1]):
        yield _reminder(world, owner, place % 7 - 3, OWN["FI" if place % 2 else "HR"])


def _reminder(world: DemoWorld, owner: int, days: int, text: str) -> dict[str, Any]:
    """A reminder that was due so many days ago."""
    made = world.days_ago(days + 30)
    empty = ("customer_id", "contact_id", "acknowledged_at", "acknowledged_by_id", "note")
    return {
        **dict.fromkeys((*empty, "snoozed_until", "mailed_at", "archived_at")),
        "employee_id": owner,
        "author_id": owner,
        "text": text,
        "due_at": world.days_ago(days) - timedelta(hours=4),
        "version": 1,
        "created_at": made,
        "updated_at": made,
    }
