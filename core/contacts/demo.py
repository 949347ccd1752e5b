"""Demo contacts: one to four at each customer."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.contacts.enums import Consent
from core.contacts.models import Contact
from core.customers.demo import country_of
from core.customers.models import Customer
from core.demo import DemoWorld
from core.demo.people import person, phone

COUNTS = (1, 2, 3, 4)
STARTS = (0, 1, 3, 6)
CYCLE = sum(COUNTS)
ARCHIVED_EVERY = 97
TITLES = {
    "FI": ("toimitusjohtaja", "ostopäällikkö", "tuotantojohtaja", "myyntisihteeri"),
    "HR": ("direktor", "voditelj nabave", "inženjer", "računovođa"),
}


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add contacts; the first of a customer is the primary one."""
    total = contacts_of(world.customers).start
    await world.reserve(session, Contact, total)
    await world.copy(session, Contact, _rows(world), total)


def contacts_of(place: int) -> range:
    """Where the contacts of the customer at a place stand among all contacts."""
    cycles, rest = divmod(place, len(COUNTS))
    start = cycles * CYCLE + STARTS[rest]
    return range(start, start + COUNTS[rest])


def _rows(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for customer_place, customer in enumerate(world.keys[Customer]):
        country = country_of(customer_place)
        for order, place in enumerate(contacts_of(customer_place)):
            row = _row(world, place, country)
            archived = order > 0 and place % ARCHIVED_EVERY == 0
            yield {
                **row,
                "id": place + 1,
                "customer_id": customer,
                "is_primary": order == 0,
                "archived_at": row["updated_at"] if archived else None,
            }


def _row(world: DemoWorld, place: int, country: str) -> dict[str, Any]:
    random = world.random(f"contact {place}")
    who = person(random, country)
    made = random.randint(30, 1500)
    consent = random.choice(list(Consent)).name
    return {
        "first_name": who.first,
        "last_name": who.last,
        "name_sort": world.sort_key(f"{who.last} {who.first}"),
        "title": random.choice(TITLES[country]),
        "role_id": random.choice(world.keywords["CONTACT_ROLE"]),
        "email": who.email(f"k{place + 1}.example"),
        "mobile": phone(random, country),
        "language": {"FI": "fi", "HR": "hr"}[country],
        "marketing_consent": consent,
        "marketing_consent_at": None if consent == "UNKNOWN" else world.days_ago(made // 2),
        "created_at": world.days_ago(made),
        "updated_at": world.days_ago(random.randint(1, made)),
        "version": 1,
    }
