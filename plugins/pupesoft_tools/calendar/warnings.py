"""What a mutation of an entry warns of: other entries at the same time."""

from datetime import datetime
from typing import Any, cast

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import aliased
from strawberry import Parent

from core.context import Info
from core.declare import entity_of, extend
from core.reading import load
from core.writing import payload_of
from plugins.pupesoft_tools.calendar.models import CalendarEntry as Row
from plugins.pupesoft_tools.calendar.overlaps import beside
from plugins.pupesoft_tools.calendar.types import MOST_BESIDE, CalendarEntry

ENTITY: Any = entity_of(CalendarEntry)
PAYLOAD: type[Any] = payload_of(ENTITY)


async def _entry(warning: Parent["CalendarWarning"], info: Info) -> CalendarEntry | None:
    return cast(CalendarEntry | None, await load(info, "CalendarEntry", warning.key))


@strawberry.type(description="An entry that takes time of the one that was written.")
class CalendarWarning:
    key: strawberry.Private[int]
    message: str = strawberry.field(description="For people: that the time is taken.")
    begins: datetime = strawberry.field(description="The instant at which the other one begins.")
    ends: datetime = strawberry.field(description="The instant at which it has ended.")

    entry: CalendarEntry | None = strawberry.field(
        resolver=_entry, description="The other one; null if it is private or hidden."
    )


@extend(PAYLOAD)
async def warnings(payload: Parent[Any], info: Info) -> list[CalendarWarning] | None:
    """The entries of the same calendar at the same time, at most 20; it was written anyway."""
    if payload.key is None:
        return []
    entry: Any = aliased(Row)
    other: Any = aliased(Row)
    found = await info.context.deployment.database.fetch(
        select(other.id, other.begins, other.ends)
        .join(entry, beside(entry, other))
        .where(entry.id == payload.key)
        .order_by(other.begins, other.id)
        .limit(MOST_BESIDE)
    )
    text = "At this time there is another entry in the same calendar."
    return [
        CalendarWarning(key=row.id, message=text, begins=row.begins, ends=row.ends) for row in found
    ]
