"""Calendar: what employees do and when, at customers and for themselves."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.routing import BaseRoute

from core.declare import Contribution
from core.demo import DemoWorld
from core.deployment import Deployment
from core.hookspecs import hookimpl
from core.timeline import TimelineSource
from core.visibility import Reason
from plugins.pupesoft_tools.calendar import (
    demo,
    fields,
    moving,
    mutations,
    queries,
    timeline,
    visibility,
    warnings,
)
from plugins.pupesoft_tools.calendar.feed import mutations as feed_mutations
from plugins.pupesoft_tools.calendar.feed.route import feed_route
from plugins.pupesoft_tools.calendar.feed.types import CalendarFeed
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission
from plugins.pupesoft_tools.calendar.types import CalendarEntry, CalendarSlot


@hookimpl
def register_types() -> Iterable[type]:
    return [CalendarEntry, CalendarSlot, CalendarFeed]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        fields.of_customers,
        mutations.entry_writes,
        moving.move_calendar_entry,
        warnings.warnings,
        feed_mutations.issue_calendar_feed,
        feed_mutations.revoke_calendar_feed,
    ]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [CalendarPermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return visibility.REASONS


@hookimpl
def register_timeline() -> Iterable[TimelineSource]:
    return timeline.TIMELINE


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")


@hookimpl
def register_routes(deployment: Deployment) -> Iterable[BaseRoute]:
    return [feed_route(deployment)]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
