"""What a mutation of an entry warns of: other entries at the same time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import strawberry
from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlalchemy.orm import aliased
from strawberry import Parent

from core.context import Info
from core.declare import entity_of, extend
from core.deployment import Deployment
from core.reading import load, visible
from core.reading.rows import keys_parameter
from core.viewer import Viewer
from core.writing import payload_of
from plugins.pupesoft_tools.calendar.models import CalendarEntry as Row
from plugins.pupesoft_tools.calendar.overlaps import beside
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission
from plugins.pupesoft_tools.calendar.types import MOST_BESIDE, CalendarEntry

ENTITY: Any = entity_of(CalendarEntry)
PAYLOAD: type[Any] = payload_of(ENTITY)

TEXT = "At this time there is another entry in the same calendar."


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
    return await info.context.loaders.batched(_beside, payload.key)


async def _beside(
    deployment: Deployment, viewer: Viewer | None, keys: Sequence[int]
) -> list[list[CalendarWarning]]:
    """What takes time of each of the entries, by one statement."""
    entry: Any = aliased(Row)
    other: Any = aliased(Row)
    seen: ColumnElement[bool] = true()
    if viewer is None:
        seen = false()
    elif not viewer.may(CalendarPermission.READ_ALL):
        # the time of what is private in calendars of others is for those who may read them
        known = visible(deployment.registry, ENTITY, other, viewer)
        seen = or_(entry.owner_id == viewer.employee_id, known)
    place = func.row_number().over(partition_by=entry.id, order_by=(other.begins, other.id))
    found = (
        select(entry.id.label("entry_id"), other.id, other.begins, other.ends, place.label("place"))
        .join(entry, beside(entry, other))
        .where(entry.id == keys_parameter(keys), seen)
        .subquery()
    )
    few = select(found).where(found.c.place <= MOST_BESIDE).order_by(found.c.place)
    told: dict[int, list[CalendarWarning]] = {key: [] for key in keys}
    for row in await deployment.database.fetch(few):
        warning = CalendarWarning(key=row.id, message=TEXT, begins=row.begins, ends=row.ends)
        told[row.entry_id].append(warning)
    return [told[key] for key in keys]
