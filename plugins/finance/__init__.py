"""Finance: offers, invoices, payments and delivery holds, from offer to paid."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.deployment import OpenDeployment
from core.hookspecs import hookimpl
from core.jobs import Job
from core.money.monthly import MonthlyMoney, Series
from core.money.sales import SoldLines
from core.timeline import TimelineSource
from core.writing import AddedInputs, Change
from plugins.finance import demo, fields, hold_types, jobs, mutations, queries, types
from plugins.finance.actuals import actual_invoicing
from plugins.finance.holding import set_delivery_hold
from plugins.finance.linking import LINKS
from plugins.finance.mastered import RULES
from plugins.finance.permissions import FinancePermission
from plugins.finance.reports import REPORTS
from plugins.finance.settings import FinanceSettings
from plugins.finance.sold import sold_lines
from plugins.finance.sync.mutations import feeds
from plugins.finance.timeline import TIMELINE

if TYPE_CHECKING:
    from cyclopts import App

depends_on = ()
listens_to = jobs.LISTENS_TO


@hookimpl
def register_types() -> Iterable[type]:
    return [
        types.Offer,
        types.Invoice,
        types.InvoiceLine,
        types.Payment,
        types.WriteOff,
        hold_types.Receivable,
        hold_types.DeliveryStatus,
        hold_types.DeliveryHold,
        hold_types.CreditLimit,
        hold_types.CreditRule,
        hold_types.CreditAlarm,
    ]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        *REPORTS,
        *fields.FIELDS,
        *mutations.WRITES,
        feeds,
        set_delivery_hold,
        *LINKS,
    ]


@hookimpl
def register_inputs() -> Iterable[AddedInputs]:
    return RULES


@hookimpl
def register_settings() -> type[BaseModel]:
    return FinanceSettings


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [FinancePermission]


@hookimpl
def register_timeline() -> Iterable[TimelineSource]:
    return TIMELINE


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")


@hookimpl
def register_jobs() -> Iterable[Job]:
    return jobs.JOBS


@hookimpl
async def after_write(session: AsyncSession, changes: list[Change]) -> None:
    await jobs.follow(session, changes)


@hookimpl
def register_monthly_money() -> Iterable[MonthlyMoney]:
    return [MonthlyMoney(Series.ACTUAL, FinancePermission.READ, actual_invoicing)]


@hookimpl
def register_sold_lines() -> Iterable[SoldLines]:
    return [SoldLines(FinancePermission.READ, sold_lines, FinancePermission.READ_MARGIN)]


@hookimpl
def register_commands(app: "App", open_deployment: OpenDeployment) -> None:
    from plugins.finance.commands import (  # noqa: PLC0415 - only the command line needs them
        add_commands,
    )

    add_commands(app, open_deployment)


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
