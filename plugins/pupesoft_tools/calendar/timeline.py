"""What timelines of customers tell of calendars."""

from sqlalchemy import literal

from core.declare.field import Alias
from core.timeline import Moment, TimelineSource


def _planned(row: Alias) -> Moment:
    return Moment(
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        author_id=row.owner_id,
        at=row.begins,
        kind=literal("CALENDAR"),
        title=row.title,
        text=row.comment,
    )


TIMELINE = (
    TimelineSource(
        "CalendarEntry",
        {"CALENDAR": "Somebody's calendar has an entry about the customer; it may lie ahead."},
        _planned,
    ),
)
