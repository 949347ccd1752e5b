"""Leads: who may buy, from web forms and imports, until they become customers."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.routing import BaseRoute

from core.declare import Contribution
from core.demo import DemoWorld
from core.deployment import Deployment
from core.hookspecs import hookimpl
from core.timeline import TimelineSource
from core.tools.kind import AnyToolKind
from core.visibility import Reason
from plugins.leads import demo, fields, mutations, queries
from plugins.leads.capture import mutations as capture
from plugins.leads.capture import queries as forms
from plugins.leads.capture.route import Capture
from plugins.leads.capture.types import LeadForm
from plugins.leads.conversion import mutations as conversion
from plugins.leads.permissions import LeadPermission
from plugins.leads.settings import LeadSettings
from plugins.leads.timeline import TIMELINE
from plugins.leads.tools import ConvertLead
from plugins.leads.types import Lead
from plugins.leads.visibility import REASONS

depends_on = ()


@hookimpl
def register_types() -> Iterable[type]:
    return [Lead, LeadForm]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        *fields.FIELDS,
        mutations.lead_writes,
        conversion.convert_lead,
        conversion.convert_leads,
        forms.fields,
        capture.form_writes,
        capture.issue_lead_form_key,
    ]


@hookimpl
def register_tool_kinds() -> Iterable[AnyToolKind[Any, Any]]:
    return [ConvertLead()]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [LeadPermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS


@hookimpl
def register_settings() -> type[BaseModel]:
    return LeadSettings


@hookimpl
def register_routes(deployment: Deployment) -> Iterable[BaseRoute]:
    return [Capture(deployment).route()]


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
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
