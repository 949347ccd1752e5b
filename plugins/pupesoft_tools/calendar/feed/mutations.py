"""Issuing and revoking the address of one's feed."""

from datetime import datetime
from typing import Any, cast

import strawberry
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry import Parent

from core.access.secrets import new_secret
from core.context import Info
from core.declare import extend
from core.employees.models import Employee
from core.reading import load
from core.roots import Mutation
from core.viewer import Viewer
from core.writing import Code, UserError
from plugins.pupesoft_tools.calendar.feed.models import CalendarFeed as Row
from plugins.pupesoft_tools.calendar.feed.types import CalendarFeed
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission

PATH = "/calendar/{secret}.ics"


async def _feed(payload: Parent[Any], info: Info) -> CalendarFeed | None:
    found = payload.key and await load(info, "CalendarFeed", payload.key)
    return cast(CalendarFeed | None, found)


@strawberry.type(description="The answer to `issueCalendarFeed`.")
class IssueCalendarFeedPayload:
    key: strawberry.Private[int]
    calendar_feed: CalendarFeed | None = strawberry.field(
        resolver=_feed, description="What is kept of the address."
    )
    path: str = strawberry.field(
        description="The address, on this server: for other calendar programs, which subscribe to "
        "it without signing in. It is shown only now."
    )
    user_errors: list[UserError] = strawberry.field(description="Always empty.")


@strawberry.type(description="The answer to `revokeCalendarFeed`.")
class RevokeCalendarFeedPayload:
    key: strawberry.Private[int | None]
    calendar_feed: CalendarFeed | None = strawberry.field(
        resolver=_feed, description="The feed, now revoked."
    )
    user_errors: list[UserError] = strawberry.field(description="NOT_FOUND: you have none.")


@extend(Mutation, permission=CalendarPermission.READ)
async def issue_calendar_feed(info: Info) -> IssueCalendarFeedPayload | None:
    """Make a secret address at which other programs read your calendar; the one that you had shows
    nothing any more. Needs `calendar:read`.
    """
    context = info.context
    viewer, now, secret = context.require(), context.deployment.clock.now(), new_secret()
    context.answer_is_secret = True
    async with context.deployment.database.writing(viewer) as session:
        await _locked(session, viewer)
        await _revoked(session, viewer, now)
        made = Row(
            employee_id=viewer.employee_id,
            secret_hash=secret.digest,
            created_at=now,
        )
        session.add(made)
        await session.flush()
    context.loaders.clear()
    path = PATH.format(secret=secret.text)
    return IssueCalendarFeedPayload(key=made.id, path=path, user_errors=[])


@extend(Mutation, permission=CalendarPermission.READ)
async def revoke_calendar_feed(info: Info) -> RevokeCalendarFeedPayload | None:
    """Make the address of your feed one that never was. Needs `calendar:read`."""
    context = info.context
    viewer, now = context.require(), context.deployment.clock.now()
    async with context.deployment.database.writing(viewer) as session:
        await _locked(session, viewer)
        key = await _revoked(session, viewer, now)
    context.loaders.clear()
    missing = UserError(code=Code.NOT_FOUND.value, message="You have no calendar feed.", path=[])
    return RevokeCalendarFeedPayload(key=key, user_errors=[] if key else [missing])


async def _locked(session: AsyncSession, viewer: Viewer) -> None:
    """Let nobody else issue or revoke for the employee meanwhile."""
    await session.execute(
        select(Employee.id).where(Employee.id == viewer.employee_id).with_for_update(key_share=True)
    )


async def _revoked(session: AsyncSession, viewer: Viewer, now: datetime) -> int | None:
    """Revoke the feed of the viewer; its key, or None if there is none."""
    row = await session.scalar(
        select(Row).where(Row.employee_id == viewer.employee_id, Row.revoked_at.is_(None))
    )
    if row is None:
        return None
    row.revoked_at = now
    await session.flush()
    return row.id
