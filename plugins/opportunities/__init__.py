"""Opportunities: what might be sold, to whom, and how likely."""

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
from core.importing import ImportTarget
from core.jobs import Job
from core.money.monthly import MonthlyMoney
from core.timeline import TimelineSource
from core.visibility import Reason
from plugins.opportunities import demo, fields, mutations, queries
from plugins.opportunities.monthly import BILLING_FORECAST
from plugins.opportunities.permissions import OpportunityPermission
from plugins.opportunities.reports import queries as reports
from plugins.opportunities.reports.types import (
    FunnelRow,
    PipelineDay,
    PipelineRow,
    StaleOpportunity,
    WinRateRow,
)
from plugins.opportunities.settings import OpportunitySettings
from plugins.opportunities.snapshots import SNAPSHOT
from plugins.opportunities.timeline import TIMELINE
from plugins.opportunities.types import (
    BillingMonth,
    Opportunity,
    OpportunityChange,
    OpportunityTotal,
    Stage,
)
from plugins.opportunities.visibility import REASONS

if TYPE_CHECKING:
    from cyclopts import App

depends_on = ()


@hookimpl
def register_types() -> Iterable[type]:
    return [
        BillingMonth,
        FunnelRow,
        Opportunity,
        OpportunityChange,
        OpportunityTotal,
        PipelineDay,
        PipelineRow,
        Stage,
        StaleOpportunity,
        WinRateRow,
    ]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        reports.fields,
        fields.customer,
        mutations.opportunity_writes,
        mutations.stage_writes,
    ]


@hookimpl
def register_import_targets() -> Iterable[ImportTarget]:
    return [ImportTarget("opportunity_changes", mutations.change_writes)]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [OpportunityPermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS


@hookimpl
def register_monthly_money() -> Iterable[MonthlyMoney]:
    return [BILLING_FORECAST]


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
def register_settings() -> type[BaseModel]:
    return OpportunitySettings


@hookimpl
def register_commands(app: "App", open_deployment: OpenDeployment) -> None:
    from plugins.opportunities.commands import (  # noqa: PLC0415 - only the command line needs them
        add_commands,
    )

    add_commands(app, open_deployment)


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [SNAPSHOT]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
