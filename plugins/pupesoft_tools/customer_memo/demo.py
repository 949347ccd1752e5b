"""Demo memos: calls, visits and notes about customers."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.contacts.demo import contacts_of
from core.customers.demo import country_of
from core.customers.models import Customer
from core.demo import DemoWorld
from core.employees.demo import owner_of
from plugins.pupesoft_tools.customer_memo.models import Memo

TEXTS = {
    "FI": (
        ("CALL", "Soitti toimitusajasta; lupasin vastauksen perjantaiksi."),
        ("VISIT", "Asiakaskäynti: kävimme läpi ensi vuoden hankinnat."),
        ("MEMO", "Toivoo tarjoukset jatkossa sähköpostitse."),
        ("MEETING", "Etäpalaveri huoltosopimuksen jatkosta."),
        ("RECEIVABLES", "Lasku maksetaan kahdessa erässä."),
    ),
    "HR": (
        ("CALL", "Nazvao zbog roka isporuke; odgovor do petka."),
        ("VISIT", "Posjet: razgovarali smo o nabavi za sljedeću godinu."),
        ("MEMO", "Želi ponude ubuduće primati e-poštom."),
        ("MEETING", "Sastanak o produljenju ugovora o održavanju."),
        ("RECEIVABLES", "Račun će platiti u dva dijela."),
    ),
}
LONGEST_AGO = 700
"""Days."""


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add memos, one to `density` for each customer."""
    counts = [1 + world.number("memos", place) % world.density for place in range(world.customers)]
    total = sum(counts)
    await world.reserve(session, Memo, total)
    await world.copy(session, Memo, _rows(world, counts), total)


def _rows(world: DemoWorld, counts: list[int]) -> Iterator[dict[str, Any]]:
    key = 0
    for place, customer in enumerate(world.keys[Customer]):
        for _ in range(counts[place]):
            key += 1
            yield {"id": key, "customer_id": customer, **_row(world, place, key)}


def _row(world: DemoWorld, place: int, key: int) -> dict[str, Any]:
    kind, text = world.pick("memo text", key, TEXTS[country_of(place)])
    days = 1 + world.number("memo day", key) % LONGEST_AGO
    at = world.days_ago(days) + timedelta(minutes=world.number("memo minute", key) % 240)
    contacts: Sequence[int | None] = (None, *contacts_of(place))
    contact = world.pick("memo contact", key, contacts)
    return {
        "contact_id": None if contact is None else contact + 1,
        "author_id": owner_of(world, place),
        "kind": kind,
        "at": at,
        "text": text,
        "created_at": at,
        "updated_at": at,
        "version": 1,
    }
