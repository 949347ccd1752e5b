"""Rows of calendars and reminders that are hard to show."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.models import Base
from plugins.pupesoft_tools.calendar.feed.models import CalendarFeed
from plugins.pupesoft_tools.calendar.models import CalendarEntry
from plugins.pupesoft_tools.reminders.models import Reminder
from tests.world import LEAD, OLD, OTHER, OWNER

FIRST_KEY = 100
DAYS = (date(2026, 1, 1), date(2026, 3, 1), date(1970, 1, 1), date(2999, 12, 31))
ZONES = ("Europe/Helsinki", "Europe/Zagreb", "Asia/Kathmandu")


def at(values: tuple[Any, ...], n: int) -> Any:
    return values[n % len(values)]


def diary_rows(texts: tuple[str, ...], instants: tuple[Any, ...]) -> list[Base]:
    """For each text a reminder and four entries, two of them of whole days; and feeds."""
    entries = [
        entry(FIRST_KEY + 4 * n + kind, n, kind, text)
        for n, text in enumerate(texts)
        for kind in range(4)
    ]
    reminders = [reminder(n, text, at(instants, n)) for n, text in enumerate(texts)]
    return [*entries, *reminders, *(feed(n) for n in range(1, 5))]


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


def reminder(n: int, text: str, moment: datetime) -> Reminder:
    customer, done = at((None, 1, 2, FIRST_KEY + n), n), n % 3 == 1
    return Reminder(
        id=FIRST_KEY + n,
        employee_id=at((OWNER, OTHER, LEAD), n),
        author_id=at((None, OWNER, OTHER), n),
        customer_id=customer,
        contact_id=10 if customer == 1 else None,
        text=text,
        due_at=moment,
        snoozed_until=at((None, moment), n),
        acknowledged_at=moment if done else None,
        acknowledged_by_id=OTHER if done else None,
        note=text if done else None,
        mailed_at=at((None, moment), n // 2),
        archived_at=at((None, None, None, OLD), n),
    )
