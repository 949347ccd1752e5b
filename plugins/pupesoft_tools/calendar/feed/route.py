"""The route at which other programs read calendars."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from sqlalchemy import select, update
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.access.rights import viewer_as
from core.access.secrets import digest
from core.deployment import Deployment
from core.employees.models import Employee
from plugins.pupesoft_tools.calendar.feed.models import CalendarFeed
from plugins.pupesoft_tools.calendar.feed.mutations import PATH
from plugins.pupesoft_tools.calendar.feed.reading import entries
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission
from plugins.pupesoft_tools.mailing.oneself import language_of

MEDIA_TYPE = "text/calendar; charset=utf-8"

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Shown:
    """What a feed shows, its entity tag, and since when."""

    content: bytes
    tag: str
    changed_at: datetime

    @property
    def headers(self) -> dict[str, str]:
        return {
            "ETag": self.tag,
            "Last-Modified": format_datetime(self.changed_at, usegmt=True),
            "Cache-Control": "private, no-cache",
            "X-Content-Type-Options": "nosniff",
        }

    def is_known(self, request: Request) -> bool:
        """Whether who asks has it already (RFC 9110, 13.2.2)."""
        if (tags := request.headers.get("if-none-match")) is not None:
            given = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
            return self.tag in given or "*" in given
        try:
            since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        except (ValueError, OverflowError):
            return False
        return self.changed_at <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def feed_route(deployment: Deployment) -> Route:
    """The route of all feeds; an address that was revoked is answered as if it never was."""

    async def answer(request: Request) -> Response:
        shown = await _shown(deployment, request.path_params["secret"])
        if shown is None:
            raise HTTPException(404)
        if shown.is_known(request):
            return Response(status_code=304, headers=shown.headers)
        return Response(shown.content, headers=shown.headers, media_type=MEDIA_TYPE)

    return Route(PATH, answer, methods=["GET"], name="calendar feed")


async def _shown(deployment: Deployment, secret: str) -> Shown | None:
    """What is at an address; None if there is none, or its owner may not read it any more."""
    asked = (
        select(CalendarFeed, Employee.name, Employee.locale)
        .join(Employee, Employee.id == CalendarFeed.employee_id)
        .where(CalendarFeed.secret_hash == digest(secret), CalendarFeed.revoked_at.is_(None))
    )
    rows = await deployment.database.fetch(asked)
    if not rows:
        return None
    feed = rows[0]
    viewer = await viewer_as(deployment, feed.employee_id, "feed")
    if viewer is None or not viewer.may(CalendarPermission.READ):
        return None
    from plugins.pupesoft_tools.calendar.feed.document import (  # noqa: PLC0415 - icalendar is large
        document,
    )

    language = language_of(feed.locale, deployment)
    content = document(feed.name, language, await entries(deployment, viewer))
    return await _dated(deployment, feed, content)


async def _dated(deployment: Deployment, feed: Any, content: bytes) -> Shown:
    """The content with the second since which it is so; a later second for each other content."""
    found = hashlib.sha256(content).digest()
    changed_at = feed.changed_at
    if feed.content_hash != found:
        now = deployment.clock.now().replace(microsecond=0)
        changed_at = now if changed_at is None else max(now, changed_at + SECOND)
        async with deployment.database.writing() as session:
            await session.execute(
                update(CalendarFeed)
                .where(CalendarFeed.id == feed.id)
                .values(content_hash=found, changed_at=changed_at)
            )
    return Shown(content, f'"{found.hex()}"', changed_at)
