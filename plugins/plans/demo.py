"""A demo target and forecast of this year."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core.customers.models import Customer
from core.demo import DemoWorld
from core.employees.demo import TEAMS, owner_of
from core.employees.models import Employee, Team
from core.money import SplitMethod, month_weights, split
from core.products.demo import AREAS
from core.products.models import ProductBasket
from plugins.plans.enums import PlanSide
from plugins.plans.models import (
    Plan,
    PlanAdministrator,
    PlanCell,
    PlanGroup,
    PlanRow,
    PlanSettings,
)

SIDES = (PlanSide.TARGET, PlanSide.FORECAST)
METHODS = (SplitMethod.EVEN, SplitMethod.S_CURVE)
MONTHS = 12
LOCK_DAY = 10
CENT = Decimal("0.01")


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Plan an offering area of each customer, some two, as the density allows."""
    await world.add(session, Plan, _plans(world))
    await world.add(session, PlanGroup, _groups(world))
    await world.add(session, PlanAdministrator, _administrators(world))
    rules = update(PlanSettings).values(lock_day=LOCK_DAY, show_actual_when_locked=True)
    await session.execute(rules)
    total = sum(1 for _ in _rows(world))
    await world.reserve(session, PlanRow, total)
    await world.copy(session, PlanRow, _rows(world), total)
    await world.copy(session, PlanCell, _cells(world), total * MONTHS)


def _plans(world: DemoWorld) -> Iterator[dict[str, Any]]:
    year = world.today.year
    names = (f"Tavoite / cilj {year}", f"Ennuste / prognoza {year}")
    for name, side in zip(names, SIDES, strict=True):
        yield {
            "name": name,
            "name_sort": world.sort_key(name),
            "side": side.name,
            "year": year,
            "currency": world.currency,
            "origin_id": 1 if side is PlanSide.FORECAST else None,
        }


def _groups(world: DemoWorld) -> Iterator[dict[str, Any]]:
    """The teams of the countries, with those below them."""
    above = [place for place, (_, _, parent) in enumerate(TEAMS) if parent is None]
    for plan in world.keys[Plan]:
        for place in above:
            yield {"plan_id": plan, "team_id": world.keys[Team][place]}


def _administrators(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for plan in world.keys[Plan]:
        yield {"plan_id": plan, "employee_id": world.keys[Employee][0]}


def _places(world: DemoWorld) -> Iterator[tuple[int, int]]:
    """The places of customers and offering areas that are planned."""
    for place in range(world.customers):
        first = world.number("planned area", place) % len(AREAS)
        for more in range(min(world.density, 1 + place % 2)):
            yield place, (first + more) % len(AREAS)


def _rows(world: DemoWorld) -> Iterator[dict[str, Any]]:
    key = 0
    for plan in world.keys[Plan]:
        for place, area in _places(world):
            key += 1
            yield {
                "id": key,
                "plan_id": plan,
                "customer_id": world.keys[Customer][place],
                "offering_area_id": world.keys[ProductBasket][area],
                "planner_id": owner_of(world, place),
                "planned_at": world.days_ago(30),
                "version": 1,
            }


def _cells(world: DemoWorld) -> Iterator[dict[str, Any]]:
    """Targets in whole hundreds over the year; forecasts some percent off."""
    rows = _rows(world)
    for side in SIDES:
        for (place, _), row in zip(_places(world), rows, strict=False):
            amounts = _amounts(world, place, side)
            for month, amount in enumerate(amounts, 1):
                yield {
                    "row_id": row["id"],
                    "month": date(world.today.year, month, 1),
                    "plan_id": row["plan_id"],
                    "customer_id": row["customer_id"],
                    "offering_area_id": row["offering_area_id"],
                    "side": side.name,
                    "type": "SALES_TARGET",
                    "in_use": True,
                    "amount": amount,
                }


def _amounts(world: DemoWorld, place: int, side: PlanSide) -> list[Decimal]:
    total = Decimal(100 * (20 + world.number("target", place) % 400))
    amounts = split(total, month_weights(world.pick("plan method", place, METHODS), MONTHS))
    if side is PlanSide.TARGET:
        return amounts
    share = Decimal(80 + world.number("forecast", place) % 40) / 100
    return [(amount * share).quantize(CENT, ROUND_HALF_UP) for amount in amounts]
