"""Demo leads in all states; some became customers, and some look like customers."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.contacts.demo import contacts_of
from core.customers.demo import country_of
from core.customers.models import Customer
from core.demo import DemoWorld
from core.demo.companies import business_id, company
from core.demo.people import person, phone
from core.demo.places import address
from core.employees.demo import owner_of
from plugins.leads.enums import LeadRating, LeadStatus
from plugins.leads.models import Lead

PER_LEAD = 3
"""Customers for each lead."""

UNOWNED_EVERY = 7
DOUBLE_EVERY = 5
ARCHIVED_EVERY = 60
STATUSES = tuple(LeadStatus)
SOURCES = ("web", "messut", "preporuka", "puhelin", None)
REASONS = {"FI": "Ei budjettia", "HR": "Nema proračuna"}
NEEDS = ("uusi verkkokauppa", "nadogradnja sustava", "huoltosopimus", "savjetovanje")


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add leads."""
    total = max(world.customers // PER_LEAD, 1) if world.customers else 0
    await world.reserve(session, Lead, total)
    await world.copy(session, Lead, _rows(world, total), total)


def _rows(world: DemoWorld, total: int) -> Iterator[dict[str, Any]]:
    random = world.random("leads")
    for place in range(total):
        status = STATUSES[place % len(STATUSES)]
        made = random.randint(1, 300)
        yield {
            "id": place + 1,
            "version": 1,
            "currency": world.currency,
            "status": status.name,
            "rating": random.choice((*(rating.name for rating in LeadRating), None)),
            "lead_source": random.choice(SOURCES),
            "amount": Decimal(random.randint(5_000, 2_000_000)) / 100,
            "marketing_consent": "UNKNOWN",
            "data": f'{{"need": "{random.choice(NEEDS)}"}}',
            "owner_id": None if place % UNOWNED_EVERY == 0 else owner_of(world, place),
            "created_at": world.days_ago(made),
            "updated_at": world.days_ago(made),
            "archived_at": world.days_ago(0) if place % ARCHIVED_EVERY == 59 else None,
            **_who(world, random, place),
            **_outcome(world, place, status, made),
        }


def _who(world: DemoWorld, random: Random, place: int) -> dict[str, Any]:
    country = country_of(place * PER_LEAD)
    who, what, where = person(random, country), company(random, country), address(random, country)
    number = business_id(place * PER_LEAD, country) if place % DOUBLE_EVERY == 0 else None
    return {
        "company": what.name,
        "name_sort": world.sort_key(f"{what.name} {who.last} {who.first}"),
        "business_id": number,
        "first_name": who.first,
        "last_name": who.last,
        "email": who.email(f"l{place + 1}.example"),
        "phone": phone(random, country),
        "street": where.street,
        "postal_code": where.postal_code,
        "city": where.city,
        "country": country,
    }


def _outcome(world: DemoWorld, place: int, status: LeadStatus, made: int) -> dict[str, Any]:
    """What a converted lead became, and why another one came to nothing."""
    customer = place * PER_LEAD
    converted = status is LeadStatus.CONVERTED
    disqualified = status is LeadStatus.DISQUALIFIED
    return {
        "disqualified_reason": REASONS[country_of(customer)] if disqualified else None,
        "converted_at": world.days_ago(made // 2) if converted else None,
        "converted_with": "convertLead" if converted else None,
        "converted_by_id": owner_of(world, place) if converted else None,
        "customer_id": world.keys[Customer][customer] if converted else None,
        "contact_id": contacts_of(customer).start + 1 if converted else None,
    }
