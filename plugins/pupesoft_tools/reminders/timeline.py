"""What timelines of customers tell of reminders."""

from sqlalchemy import literal

from core.declare.field import Alias
from core.timeline import Moment, TimelineSource


def _due(row: Alias) -> Moment:
    return Moment(
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        author_id=row.author_id,
        at=row.remind_at,
        kind=literal("REMINDER"),
        text=row.text,
    )


def _acknowledged(row: Alias) -> Moment:
    return Moment(
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        author_id=row.acknowledged_by_id,
        at=row.acknowledged_at,
        kind=literal("REMINDER_ACKNOWLEDGED"),
        title=row.text,
        text=row.note,
        holds=row.acknowledged_at.is_not(None),
    )


TIMELINE = (
    TimelineSource(
        "Reminder",
        {"REMINDER": "Somebody is reminded of the customer; when may lie ahead."},
        _due,
    ),
    TimelineSource(
        "Reminder",
        {"REMINDER_ACKNOWLEDGED": "A reminder was acknowledged; the text tells what came of it."},
        _acknowledged,
    ),
)
