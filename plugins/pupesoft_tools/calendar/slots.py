"""The times that are taken in calendars within a window."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, Select, and_, func, or_, select

from core.declare.aliases import alias
from core.errors import BadInput
from core.ids import decode_as
from core.reading import Asked
from core.reading.late import converted
from core.reading.rows import keys_parameter
from core.viewer import require
from plugins.pupesoft_tools.calendar.models import CalendarEntry
from plugins.pupesoft_tools.calendar.overlaps import LONGEST, beside
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission
from plugins.pupesoft_tools.calendar.window import window

MOST_PEOPLE = 20

ZONES_APART = timedelta(days=2)
"""More than the hours by which midnights of one day differ."""


def slots(asked: Asked) -> Select[Any]:
    """What lies in the window, of the calendars that are asked for."""
    row: Any = alias(CalendarEntry)
    other: Any = alias(CalendarEntry)
    beside_it = select(func.count()).select_from(other).where(beside(row, other))
    return select(
        row.id,
        row.owner_id.label("employee_id"),
        row.id.label("entry_id"),
        row.starts_on.is_not(None).label("whole_day"),
        row.starts_on,
        row.ends_on,
        row.begins,
        row.ends,
        beside_it.correlate(row).scalar_subquery().label("overlaps"),
    ).where(_of_people(asked, row), row.archived_at.is_(None), _within(asked, row))


def _of_people(asked: Asked, row: Any) -> ColumnElement[bool]:
    ids = asked.get("employeeIds")
    if ids is None:
        own: ColumnElement[bool] = row.owner_id == asked.viewer.employee_id
        return own
    require(asked.viewer, CalendarPermission.READ_ALL)
    found: ColumnElement[bool] = row.owner_id == keys_parameter(converted(ids, _keys))
    return found


def _keys(ids: list[str]) -> list[int]:
    if len(ids) > MOST_PEOPLE:
        raise BadInput(f"'employeeIds' has {len(ids)} ids: name at most {MOST_PEOPLE}.")
    return [decode_as("employee", text) for text in ids]


def _within(asked: Asked, row: Any) -> ColumnElement[bool]:
    instant, day = DateTime(timezone=True), Date()
    begins, ends, first, end = (
        asked.made(kind, partial(_part, name))
        for name, kind in (("begins", instant), ("ends", instant), ("first", day), ("end", day))
    )
    timed = and_(row.starts_at < ends, row.ends_at > begins)
    whole = and_(row.starts_on < end, row.ends_on >= first)
    # wider than either, for the index
    last = ends + ZONES_APART
    near = and_(row.begins < last, row.ends > begins - ZONES_APART, row.ends < last + LONGEST)
    return and_(near, or_(timed, whole))


def _part(name: str, given: Any) -> Any:
    return getattr(window(given), name)
