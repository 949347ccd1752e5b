"""Demo opportunities in all stages."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.contacts.demo import contacts_of
from core.customers.demo import country_of
from core.customers.models import Customer
from core.demo import DemoWorld
from core.employees.demo import owner_of
from core.money import SplitMethod
from core.products.demo import AREAS, area_of
from core.products.models import Product, ProductBasket
from plugins.opportunities.demo_history import Step, changes
from plugins.opportunities.enums import StageKind
from plugins.opportunities.models import (
    Opportunity,
    OpportunityChange,
    OpportunitySegment,
    Stage,
)
from plugins.opportunities.snapshots import taking

WORDS = {
    "FI": ("Tarjous", "Lisätilaus", "Uusi hanke", "Jatkosopimus"),
    "HR": ("Ponuda", "Dodatna narudžba", "Novi projekt", "Produženje ugovora"),
}
SOURCES = ("web", "messut", "preporuka", "puhelin", None)
PRODUCTS = [name for names in AREAS.values() for name in names]
STRANGERS_EVERY = 100
"""After so many customers an opportunity whose customer is not known yet."""

ARCHIVED_EVERY = 200

SNAPSHOTS = 12
"""How many weeks a snapshot is kept of."""


MONTHS = (1, 1, 1, 3, 6, 12, 24)
METHODS = (SplitMethod.EVEN, SplitMethod.EVEN, SplitMethod.S_CURVE, SplitMethod.WEIGHTS)
WEIGHTS = [Decimal(30), Decimal(50), Decimal(20)]


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add as many opportunities per customer as the density says, on average, with their history.

    Rows are made anew for each table, so that none are kept.
    """
    in_order = select(Stage.id, Stage.kind, Stage.probability).order_by(Stage.position)
    steps = [Step(*row) for row in await session.execute(in_order)]
    total = sum(1 for _ in _customers(world))
    await world.reserve(session, Opportunity, total)
    await world.copy(session, Opportunity, _rows(world, steps), total)
    made = (change for row in _rows(world, steps) for change in changes(world, row, steps))
    await world.copy(session, OpportunityChange, made, total)
    await world.copy(session, OpportunitySegment, _segments(world, steps), total)
    for weeks in reversed(range(SNAPSHOTS)):
        day = world.today - timedelta(weeks=weeks)
        await session.execute(taking(day, now=False))


def _segments(world: DemoWorld, steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
    """Most opportunities have a size, and some a segment besides."""
    for row in _rows(world, steps):
        for dimension, every in (("SIZE", 4), ("SEGMENT", 2)):
            if world.number(f"{dimension} of opportunity", row["id"]) % every:
                yield {
                    "opportunity_id": row["id"],
                    "keyword_id": world.pick(dimension, row["id"], world.keywords[dimension]),
                    "customer_id": row["customer_id"],
                }


def _customers(world: DemoWorld) -> Iterator[int | None]:
    """The place of each opportunity's customer."""
    for place in range(world.customers):
        yield from [place] * (world.number("opportunities", place) % (2 * world.density + 1))
        if place % STRANGERS_EVERY == 0:
            yield None


def _rows(world: DemoWorld, steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
    random = world.random("opportunities")
    for place, customer in enumerate(_customers(world)):
        step = random.choice(steps)
        row = {
            "id": place + 1,
            "currency": world.currency,
            "version": 1,
            **_what(world, random, customer),
            **_who(world, random, customer, place),
            **(progress := _progress(world, random, step)),
            **_invoicing(world, place, progress["expected_close_on"]),
            "lost_reason_id": _reason(world, place, step),
        }
        row["archived_at"] = row["updated_at"] if place % ARCHIVED_EVERY == 199 else None
        yield row


def _what(world: DemoWorld, random: Random, customer: int | None) -> dict[str, Any]:
    product = random.randrange(len(PRODUCTS))
    name = f"{random.choice(WORDS[country_of(customer or 0)])}: {PRODUCTS[product]}"
    return {
        "name": name,
        "name_sort": world.sort_key(name),
        "product_id": world.keys[Product][product],
        "offering_area_id": world.keys[ProductBasket][area_of(product)],
        "amount": Decimal(random.randint(20_000, 9_000_000)) / 100,
        "lead_source": random.choice(SOURCES),
    }


def _who(world: DemoWorld, random: Random, customer: int | None, place: int) -> dict[str, Any]:
    owner = owner_of(world, place if customer is None else customer)
    if customer is None:
        return {"customer_id": None, "contact_id": None, "owner_id": owner}
    contact = random.choice(contacts_of(customer)) + 1
    return {
        "customer_id": world.keys[Customer][customer],
        "contact_id": contact,
        "owner_id": owner,
    }


def _progress(world: DemoWorld, random: Random, step: Step) -> dict[str, Any]:
    begun = random.randint(20, 720) if step.kind != StageKind.OPEN else random.randint(1, 200)
    engaged = world.today - timedelta(days=begun)
    closed = _closed(random, step, engaged, world.today)
    made = world.days_ago(begun + 1)
    return {
        "stage_id": step.id,
        "manual_probability": random.choice((None, None, None, 40, 80)),
        "engaged_on": engaged,
        "expected_close_on": closed or world.today + timedelta(days=random.randint(-20, 150)),
        "closed_on": closed,
        "created_at": made,
        "updated_at": made,
    }


def _closed(random: Random, step: Step, engaged: date, today: date) -> date | None:
    if step.kind == StageKind.OPEN:
        return None
    return engaged + timedelta(days=random.randint(1, (today - engaged).days))


def _invoicing(world: DemoWorld, place: int, begins: date) -> dict[str, Any]:
    method = world.pick("split method", place, METHODS)
    return {
        "invoicing_starts_on": begins if world.number("invoicing", place) % 3 else None,
        "invoicing_months": world.pick("invoicing months", place, MONTHS),
        "split_method": method.name,
        "split_weights": WEIGHTS if method is SplitMethod.WEIGHTS else None,
    }


def _reason(world: DemoWorld, place: int, step: Step) -> int | None:
    reasons = world.keywords["LOST_REASON"]
    return world.pick("lost reason", place, reasons) if step.kind is StageKind.LOST else None
