"""Plans: targets and forecasts by customer, offering area and month."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl
from core.money.monthly import MonthlyMoney
from core.visibility import Reason
from plugins.plans import (
    copy_plan,
    demo,
    fields,
    financials_fields,
    grid_field,
    mutations,
    queries,
    set_cells,
    spread_plan,
    unmatched_field,
    upload_grid,
)
from plugins.plans.permissions import PlanPermission
from plugins.plans.targets import TARGETS
from plugins.plans.types import Plan, PlanCell, PlanRow, PlanSettings
from plugins.plans.visibility import REASONS

depends_on = ()


@hookimpl
def register_types() -> Iterable[type]:
    return [Plan, PlanCell, PlanRow, PlanSettings]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        queries.plan_settings,
        fields.customer,
        mutations.plan_writes,
        mutations.settings_writes,
        set_cells.set_plan_cells,
        spread_plan.spread_plan,
        copy_plan.copy_plan,
        upload_grid.upload_plan_grid,
        grid_field.grid,
        unmatched_field.unmatched,
        financials_fields.of_customer,
        financials_fields.of_employee,
        financials_fields.of_team,
        financials_fields.of_all,
    ]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [PlanPermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS


@hookimpl
def register_monthly_money() -> Iterable[MonthlyMoney]:
    return [TARGETS]


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
