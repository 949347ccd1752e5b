"""Demo groups, special groups and responsibilities."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.customers.demo import country_of
from core.customers.models import Customer
from core.demo import DemoWorld
from core.employees.demo import FIRST_SELLER
from core.employees.models import Employee
from plugins.groups import models
from plugins.groups.mutations import CUSTOMER_ROLES
from plugins.groups.responsibility_models import Responsibility, ResponsibilityRole

GROUPS = (
    ("Avainasiakkaat", "100000", "3000", ("10", "100")),
    ("Sopimusasiakkaat", "200000", "3010", ("10",)),
    ("Ključni kupci", "300000", "7600", ("20", "200")),
    ("Partneri", None, "7610", ()),
)
"""Name, start of the numbers, ledger account and dimensions; the last two are Croatian."""

SPECIAL = (
    ("Joulukortti", "Saavat joulukortin."),
    ("Uutiskirje", "Saavat uutiskirjeen."),
    ("Sajam", "Bili su na našem štandu."),
)
SELLERS = 5
"""Sellers of each group."""

UNGROUPED_EVERY = 6


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add groups with sellers and customers, and who is responsible."""
    await world.add(session, models.CustomerGroup, _groups(world))
    await world.add(session, models.SpecialGroup, _special_groups(world))
    await world.add(session, models.CustomerGroupSeller, _sellers(world))
    total = len(world.keys[Customer])
    await world.copy(session, models.CustomerGroupMember, _members(world), total)
    await world.copy(session, models.SpecialGroupMember, _special_members(world), total // 2)
    await world.reserve(session, Responsibility, 2 * total)
    await world.copy(session, Responsibility, _responsibilities(world), 2 * total)
    await world.copy(session, ResponsibilityRole, _held(world), total)


def _groups(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for name, start, account, dimensions in GROUPS:
        yield {
            "name": name,
            "name_sort": world.sort_key(name),
            "number_start": start,
            "ledger_account": account,
            "dimensions": list(dimensions),
        }


def _special_groups(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for name, text in SPECIAL:
        yield {"name": name, "name_sort": world.sort_key(name), "description": text}


def _sellers(world: DemoWorld) -> Iterator[dict[str, int]]:
    people = world.keys[Employee][FIRST_SELLER:-1]
    for place, group in enumerate(world.keys[models.CustomerGroup]):
        for employee in people[place * SELLERS : (place + 1) * SELLERS]:
            yield {"group_id": group, "employee_id": employee}


def _members(world: DemoWorld) -> Iterator[dict[str, int]]:
    groups = world.keys[models.CustomerGroup]
    for place, key in enumerate(world.keys[Customer]):
        if place % UNGROUPED_EVERY:
            own = groups[:2] if country_of(place) == "FI" else groups[2:]
            yield {"customer_id": key, "group_id": world.pick("customer group", place, own)}


def _special_members(world: DemoWorld) -> Iterator[dict[str, int]]:
    groups = world.keys[models.SpecialGroup]
    for place, key in enumerate(world.keys[Customer]):
        for order, group in enumerate(groups):
            if world.number(f"special group {order}", place) % 6 == 0:
                yield {"customer_id": key, "group_id": group}


def _responsibilities(world: DemoWorld) -> Iterator[dict[str, Any]]:
    """One that is open, and one that began or ended around today."""
    people = world.keys[Employee][FIRST_SELLER:-1]
    for place, key in enumerate(world.keys[Customer]):
        first = world.number("responsible", place) % len(people)
        other = (first + 1 + place % 7) % len(people)
        begun = world.today - timedelta(days=place % 400)
        span = (None, None), (begun, begun + timedelta(days=365))
        for order, (employee, (start, end)) in enumerate(zip((first, other), span, strict=True)):
            yield {
                "id": 2 * place + order + 1,
                "customer_id": key,
                "employee_id": people[employee],
                "valid_from": start,
                "valid_to": end,
                "version": 1,
                "created_at": world.days_ago(place % 400),
                "updated_at": world.days_ago(place % 400),
            }


def _held(world: DemoWorld) -> Iterator[dict[str, int]]:
    roles = world.keywords[CUSTOMER_ROLES]
    for place, key in enumerate(world.keys[Customer]):
        yield {
            "responsibility_id": 2 * place + 1,
            "role_id": world.pick("customer role", place, roles),
            "customer_id": key,
        }
