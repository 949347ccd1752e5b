"""What becomes of the demo invoices."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.demo import DemoWorld
from core.models import Base

DAYS = 760
"""How long ago the first are; two years and a little, so that years can be compared."""

LATE = ("paid",) * 17 + ("partly", "open", "open")
"""What becomes of invoices whose due date has passed."""

LOST_AFTER = 300
"""Days overdue after which an invoice that nobody paid is written off."""

CANCELLED_EVERY = 150


@dataclass(frozen=True)
class Bill:
    """An invoice: `customer` is a place, `sold` are places of products with quantities."""

    key: int
    customer: int
    invoiced_on: date
    due_on: date
    sold: Sequence[tuple[int, int]]
    fate: str
    paid_on: date | None


def bills(world: DemoWorld, products: int) -> Iterator[Bill]:
    """All invoices, the same every time."""
    random, key = world.random("invoices"), 0
    for place in range(world.customers):
        for _ in range(world.number("invoices", place) % (2 * world.density + 1)):
            key += 1
            yield _bill(world, random, key, place, products)


def _bill(world: DemoWorld, random: Random, key: int, place: int, products: int) -> Bill:
    invoiced_on = world.today - timedelta(days=random.randrange(DAYS))
    due_on = invoiced_on + timedelta(days=random.choice((14, 14, 30)))
    lines = random.randint(1, 3)
    sold = [(random.randrange(products), random.randint(1, 6)) for _ in range(lines)]
    late = (world.today - due_on).days
    fate = _fate(random, key, late)
    paid_on = min(due_on + timedelta(days=random.randint(-10, 20)), world.today)
    is_paid = fate in ("paid", "partly")
    return Bill(key, place, invoiced_on, due_on, sold, fate, paid_on if is_paid else None)


def _fate(random: Random, key: int, late: int) -> str:
    found = random.choice(LATE)
    if key % CANCELLED_EVERY == 0:
        return "cancelled"
    if late <= 0:
        return {"open": "paid", "paid": "open"}.get(found, found)
    return "lost" if found != "paid" and late > LOST_AFTER else found


async def stream(
    session: AsyncSession,
    world: DemoWorld,
    model: type[Base],
    rows: Callable[[], Iterable[Mapping[str, Any]]],
) -> None:
    """Copy rows into a table, with ids from 1 on; they are made twice, so that none are kept."""
    total = sum(1 for _ in rows())
    keys = await world.reserve(session, model, total)
    numbered = ({**row, "id": key} for key, row in zip(keys, rows(), strict=True))
    await world.copy(session, model, numbered, total)
