"""Customers with ties, nulls and every letter, to be ordered, filtered and paged."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from core.contacts.models import Contact
from core.customers.models import Customer
from plugins.opportunities.models import Opportunity
from tests import factories as make
from tests.api import Api, deployment_on
from tests.database import Databases
from tests.world import fill, stage_keys

NAMES = (
    "Åbo",
    "åbo",
    "Äänekoski",
    "100%",
    "a_b",
    "a\\b",
    "Čakovec",
    "",
    " ",
    "Ölje ’n’ Co",
    "日本",
)
CITIES = (None, "Oulu", "OULU", "Split")
AMOUNTS = (None, *map(Decimal, ("0.00", "0.01", "10.00", "10.01", "999999999999.99")))
COUNTS = (None, 0, 1, 7, 2**31 - 1)
DAYS = (None, date(1, 1, 1), date(1969, 12, 31), date(2026, 2, 28), date(9999, 12, 31))
INSTANTS = (
    datetime(1, 1, 2, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 3, 1, tzinfo=UTC),
    datetime(2026, 3, 1, tzinfo=UTC) + timedelta(microseconds=1),
)
CUSTOMERS = 25
CONTACTS = 40
OPPORTUNITIES = 45
PEOPLE = 4


@asynccontextmanager
async def mixed_api(databases: Databases) -> AsyncIterator[Api]:
    """Customers of chance, always the same ones, on a database of their own."""
    url = databases.clone()
    deployment = deployment_on(url)
    api = Api(deployment)
    await make.save(api, *(make.employee(k, is_seller=k % 2 == 0) for k in range(1, PEOPLE + 1)))
    choose = Random(2)  # noqa: S311 - nothing here is secret
    stages = list((await stage_keys(api)).values())
    await fill(api, Customer, [customer(key, choose) for key in range(1, CUSTOMERS + 1)])
    await fill(api, Contact, [contact(key, choose) for key in range(1, CONTACTS + 1)])
    await fill(
        api, Opportunity, [opportunity(key, choose, stages) for key in range(1, OPPORTUNITIES + 1)]
    )
    yield api
    await deployment.close()
    databases.drop(url)


def customer(key: int, choose: Random) -> dict[str, Any]:
    name = choose.choice(NAMES)
    return {
        "id": key,
        "number": f"{choose.choice('ABab')}-{key}",
        "name": name,
        "name_sort": name.casefold(),
        "prospect": choose.random() < 0.4,
        "billing_city": choose.choice(CITIES),
        "annual_revenue": choose.choice(AMOUNTS),
        "employee_count": choose.choice(COUNTS),
        "owner_id": choose.choice((None, *range(1, PEOPLE + 1))),
        "parent_id": choose.choice((None, 1, 2)) if key > 2 else None,
        "created_at": choose.choice(INSTANTS),
        "archived_at": choose.choice((None, None, *INSTANTS)),
    }


def contact(key: int, choose: Random) -> dict[str, Any]:
    name = choose.choice(NAMES) or "x"
    return {
        "id": key,
        "customer_id": choose.randint(1, CUSTOMERS),
        "first_name": choose.choice((None, "Väinö")),
        "last_name": name,
        "name_sort": name,
        "archived_at": choose.choice((None, None, INSTANTS[0])),
    }


def opportunity(key: int, choose: Random, stages: list[int]) -> dict[str, Any]:
    return {
        "id": key,
        "customer_id": choose.choice((None, *range(1, CUSTOMERS + 1))),
        "name": f"O{key}",
        "name_sort": f"o{key}",
        "stage_id": choose.choice(stages),
        "owner_id": choose.choice((None, *range(1, PEOPLE + 1))),
        "amount": choose.choice(AMOUNTS),
        "manual_probability": choose.choice((None, 0, 33, 100)),
        "closed_on": choose.choice(DAYS),
    }
