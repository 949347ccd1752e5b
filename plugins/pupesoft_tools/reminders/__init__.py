"""Reminders: what employees have to do, until they acknowledge it."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl
from core.jobs import Job
from core.timeline import TimelineSource
from core.visibility import Reason
from plugins.pupesoft_tools.reminders import (
    answering,
    demo,
    fields,
    mutations,
    queries,
    timeline,
    visibility,
)
from plugins.pupesoft_tools.reminders.jobs import DIGEST
from plugins.pupesoft_tools.reminders.permissions import ReminderPermission
from plugins.pupesoft_tools.reminders.types import Reminder


@hookimpl
def register_types() -> Iterable[type]:
    return [Reminder]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        fields.of_customers,
        fields.overdue,
        mutations.reminder_writes,
        answering.acknowledge_reminder,
        answering.snooze_reminder,
    ]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [ReminderPermission]


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
def register_jobs() -> Iterable[Job]:
    return [DIGEST]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
