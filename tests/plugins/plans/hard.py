"""Plans that are hard to show, for the comparison of both ways to read."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from core.models import Base
from core.products.enums import BasketType
from plugins.plans.enums import Horizon, PlanSide, PlanType
from plugins.plans.models import Plan, PlanAdministrator, PlanCell, PlanGroup, PlanRow
from tests.factories import basket
from tests.world import OTHER, OWNER

OLD = datetime(1999, 12, 31, tzinfo=UTC)
TARGET, ARCHIVED, FORECAST, ROLLING = 1, 2, 3, 6
"""The keys of the plans; all but one have cells."""

AREAS = (61, 62)
CUSTOMERS = (1, 2, 3, 6, 100, 101)
AMOUNTS = (None, Decimal("0.00"), Decimal("999999999999.99"), Decimal("0.05"))
LOCKED = (
    "UPDATE plan_settings SET lock_day = 10, show_actual_when_locked = true, target_change = false"
)
"""Months of forecasts before March 2026 are locked then, and show what was invoiced."""


def hard_plans(texts: Sequence[str]) -> Iterator[Base]:
    """Plans in use, archived and rolling, with rows of customers of several owners."""
    yield from (
        basket(key, name=name, type=BasketType.WALLET_SHARE)
        for key, name in zip(AREAS, texts, strict=False)
    )
    yield Plan(id=TARGET, name=texts[0], side=PlanSide.TARGET, year=2026)
    yield Plan(
        id=ARCHIVED,
        name=texts[1],
        side=PlanSide.FORECAST,
        year=1900,
        archived_at=OLD,
        origin_id=TARGET,
    )
    yield Plan(id=FORECAST, name=texts[2], side=PlanSide.FORECAST, year=2026)
    yield Plan(
        id=ROLLING,
        name=texts[3],
        side=PlanSide.FORECAST,
        year=2020,
        horizon=Horizon.ROLLING,
        rolling_months=12,
        active=False,
    )
    yield from (PlanGroup(plan_id=key, team_id=1) for key in (TARGET, FORECAST, ROLLING))
    yield PlanGroup(plan_id=FORECAST, team_id=2)
    yield from (PlanAdministrator(plan_id=key, employee_id=OTHER) for key in (ARCHIVED, FORECAST))
    for key, customer in enumerate(CUSTOMERS, 1):
        yield from _row(key, 1 + key % 2, customer, 1, (1, 12))
        yield from _row(10 + key, FORECAST, customer, AREAS[key % 2], range(1, 13, key))
        yield from _row(20 + key, TARGET, customer, AREAS[key % 2], range(1, 12))
        yield from _row(30 + key, ROLLING, customer, AREAS[0], (key,))


def _row(
    key: int, plan: int, customer: int, area: int, months: Sequence[int]
) -> Iterator[PlanRow | PlanCell]:
    place = {"plan_id": plan, "customer_id": customer, "offering_area_id": area}
    yield PlanRow(id=key, planner_id=OWNER, planned_at=OLD, version=key, **place)
    side = PlanSide.TARGET if plan == TARGET else PlanSide.FORECAST
    for month in months:
        yield PlanCell(
            row_id=key,
            month=date(2026, month, 1),
            amount=AMOUNTS[(month + key) % len(AMOUNTS)],
            side=side,
            type=PlanType.SALES_TARGET,
            in_use=plan in (TARGET, FORECAST),
            **place,
        )
