"""Rows of calendars that are hard to show."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.models import Base
from plugins.pupesoft_tools.calendar.feed.models import CalendarFeed
from plugins.pupesoft_tools.calendar.models import CalendarEntry
from tests.world import LEAD, OLD, OTHER, OWNER

FIRST_KEY = 100
DAYS = (date(2026, 1, 1), date(2026, 3, 1), date(1970, 1, 1), date(2999, 12, 31))
ZONES = ("Europe/Helsinki", "Europe/Zagreb", "Asia/Kathmandu")


def at(values: tuple[Any, ...], n: int) -> Any:
    return values[n % len(values)]


def diary_rows(texts: tuple[str, ...]) -> list[Base]:
    """Four entries for each text: two of times and two of whole days; and feeds."""
    entries = [
        entry(FIRST_KEY + 4 * n + kind, n, kind, text)
        for n, text in enumerate(texts)
        for kind in range(4)
    ]
    return [*entries, *(feed(n) for n in range(1, 5))]


def entry(key: int, n: int, kind: int, text: str) -> CalendarEntry:
    customer = at((None, 1, 2, FIRST_KEY + n, 6), n + kind)
    return CalendarEntry(
        id=key,
        owner_id=at((OWNER, OTHER, LEAD), n + kind // 2),
        author_id=at((None, OWNER), n),
        customer_id=customer,
        contact_id=10 if customer == 1 else None,
        kind_id=at((None, 1, FIRST_KEY + n), n),
        title=text,
        comment=at((None, text), n),
        time_zone=at(ZONES, key),
        kilometres=at((None, Decimal("0.0"), Decimal("20000.0")), n),
        per_diems=at((Decimal("0.05"), None, Decimal("366.00")), n),
        done=n % 2 == 0,
        archived_at=at((None, None, None, OLD), n + kind),
        **period(n, kind),
    )


def period(n: int, kind: int) -> dict[str, Any]:
    day = at(DAYS, n + kind)
    if kind % 2:
        last = min(day + timedelta(days=at((0, 1, 365), n)), date(2999, 12, 31))
        return {"starts_on": day, "ends_on": last}
    begins = datetime(day.year, day.month, day.day, 10, n, tzinfo=UTC)
    return {"starts_at": begins, "ends_at": begins + timedelta(minutes=30 + n, microseconds=1)}


def feed(n: int) -> CalendarFeed:
    return CalendarFeed(
        id=n,
        employee_id=at((OWNER, OTHER), n),
        secret_hash=bytes([n]) * 32,
        created_at=OLD,
        revoked_at=OLD if n < 3 else None,
    )
