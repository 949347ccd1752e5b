"""Demo customers: groups of companies in two countries."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.customers.models import Customer, CustomerSegment
from core.demo import DemoWorld
from core.demo.companies import UNUSUAL, Company, business_id, company, vat_id
from core.demo.people import phone
from core.demo.places import Address, address
from core.demo.text import plain
from core.employees.demo import owner_of
from core.keywords.demo import LISTS
from core.numbering import NumberSeries

FIRST_NUMBER = 10_001
GROUP = 10
"""Of so many customers in a row the last few are subsidiaries of the first."""

ARCHIVED_EVERY = 50


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add customers and their segments."""
    await world.reserve(session, Customer, world.customers)
    await world.copy(session, Customer, _rows(world), world.customers)
    await world.copy(session, CustomerSegment, _segments(world), world.customers)
    following = FIRST_NUMBER + world.customers
    await session.execute(insert(NumberSeries).values(code="customer", next_number=following))


def country_of(place: int) -> str:
    """Six of ten customers are Finnish, and a group is in one country."""
    return "FI" if place // GROUP % 5 < 3 else "HR"


def is_archived(place: int) -> bool:
    return place % ARCHIVED_EVERY == ARCHIVED_EVERY - 1


def _rows(world: DemoWorld) -> Iterator[dict[str, Any]]:
    random = world.random("customers")
    for place, key in enumerate(world.keys[Customer]):
        yield {"id": key, **_row(world, random, place)}


def _row(world: DemoWorld, random: Random, place: int) -> dict[str, Any]:
    country = country_of(place)
    what = company(random, country)
    name = UNUSUAL[place // 7] if place % 7 == 3 and place // 7 < len(UNUSUAL) else what.name
    return {
        "number": str(FIRST_NUMBER + place),
        "name": name,
        "name_sort": world.sort_key(name),
        "prospect": place % 6 == 5,
        "currency": "EUR",
        "owner_id": None if place % 40 == 39 else owner_of(world, place),
        "parent_id": _parent(world, place),
        "department_id": world.pick("department", place, world.keywords["DEPARTMENT"]),
        "state_id": world.pick("state", place, world.keywords["CUSTOMER_STATE"]),
        "version": 1,
        **_register(place, country, what, world),
        **_reach(random, place, country, name),
        **_addresses(world, random, place, address(random, country)),
        **_figures(random),
        **_times(world, random, place),
    }


def _register(place: int, country: str, what: Company, world: DemoWorld) -> dict[str, Any]:
    number = business_id(place, country)
    industries = list(LISTS["INDUSTRY"])
    return {
        "business_id": number,
        "vat_id": vat_id(number, country),
        "legal_form": what.legal_form,
        "industry_id": world.keywords["INDUSTRY"][industries.index(what.industry)],
    }


def _reach(random: Random, place: int, country: str, name: str) -> dict[str, Any]:
    domain = domain_of(place, name)
    return {
        "phone": phone(random, country),
        "email": f"info@{domain}",
        "website": f"https://www.{domain}",
        "language": {"FI": "fi", "HR": "hr"}[country],
    }


def domain_of(place: int, name: str) -> str:
    """A domain that never belongs to anybody."""
    return f"{plain(name)[:40].strip('-') or 'firma'}-{FIRST_NUMBER + place}.example"


def _addresses(world: DemoWorld, random: Random, place: int, billing: Address) -> dict[str, Any]:
    delivery = address(random, billing.country) if place % 4 == 0 else None
    districts = list(LISTS["DISTRICT"])
    found: dict[str, Any] = {
        "district_id": world.keywords["DISTRICT"][districts.index(billing.district)]
    }
    for kind, where in (("billing", billing), ("delivery", delivery)):
        for part in ("street", "postal_code", "city", "country"):
            found[f"{kind}_{part}"] = where and getattr(where, part)
    return found


def _figures(random: Random) -> dict[str, Any]:
    people = int(random.lognormvariate(3, 1.4)) + 1
    revenue = Decimal(people * random.randint(60_000, 400_000)) / 100 * 100
    return {
        "annual_revenue": revenue,
        "employee_count": people,
        "founded_year": random.randint(1920, 2024),
    }


def _times(world: DemoWorld, random: Random, place: int) -> dict[str, Any]:
    made = random.randint(60, 3000)
    return {
        "created_at": world.days_ago(made),
        "updated_at": world.days_ago(random.randint(1, made)),
        "archived_at": world.days_ago(random.randint(1, 59)) if is_archived(place) else None,
    }


def _parent(world: DemoWorld, place: int) -> int | None:
    """The seventh and eighth of a group hang on its first, the ninth on the eighth."""
    above = {6: 6, 7: 7, 8: 1}.get(place % GROUP)
    return None if above is None else world.keys[Customer][place - above]


def _segments(world: DemoWorld) -> Iterator[dict[str, int]]:
    for place, key in enumerate(world.keys[Customer]):
        segment = world.pick("segment", place, world.keywords["SEGMENT"])
        yield {"customer_id": key, "keyword_id": segment}
