"""The days that a calendar shows, and the instants between which they lie."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from core.errors import BadInput
from plugins.pupesoft_tools.calendar.enums import CalendarSpan

MOST_DAYS = 62
FIRST_YEAR, LAST_YEAR = 1970, 2999


class Window(NamedTuple):
    """Days and instants, the latter ones of each not included."""

    first: date
    end: date
    begins: datetime
    ends: datetime


def window(given: Mapping[str, Any]) -> Window:
    """What the arguments `from`, `before`, `span` and `timeZone` ask for; BadInput if nothing.

    Days begin at midnight of the time zone, so that those with a change of clocks have 23 or 25
    hours.
    """
    zone = _zone(given["timeZone"])
    first, end = _days(given["from"], given.get("before"), given.get("span"))
    return Window(first, end, _midnight(first, zone), _midnight(end, zone))


def _zone(name: str) -> ZoneInfo:
    if name not in _known_zones():
        raise BadInput(f"'timeZone' is '{name[:64]}', which is none: write Europe/Helsinki.")
    return ZoneInfo(name)


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _days(first: date, end: date | None, span: CalendarSpan | None) -> tuple[date, date]:
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise BadInput(f"'from' must be in the years {FIRST_YEAR} to {LAST_YEAR}.")
    if end is None:
        return SPANS[span or CalendarSpan.DAY](first)
    if span is not None:
        raise BadInput("'before' and 'span' were both given: give one of them.")
    if end <= first:
        raise BadInput("'before' must be after 'from': it is the first day that is not shown.")
    if (end - first).days > MOST_DAYS:
        raise BadInput(f"'before' is more than {MOST_DAYS} days after 'from': ask for fewer.")
    return first, end


def _day(day: date) -> tuple[date, date]:
    return day, day + timedelta(days=1)


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


SPANS: Mapping[CalendarSpan, Callable[[date], tuple[date, date]]] = {
    CalendarSpan.DAY: _day,
    CalendarSpan.WEEK: _week,
    CalendarSpan.MONTH: _month,
}


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
