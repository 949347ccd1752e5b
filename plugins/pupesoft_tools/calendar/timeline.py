"""What timelines of customers tell of calendars."""

from sqlalchemy import exists, literal

from core.declare.field import Alias
from core.keywords.models import Keyword
from core.timeline import Moment, TimelineSource
from plugins.pupesoft_tools.calendar.types import KINDS

VISIT = "VISIT"
"""The code of the kind whose entries are visits to customers."""


def _planned(row: Alias) -> Moment:
    return Moment(
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        author_id=row.owner_id,
        at=row.begins,
        kind=literal("CALENDAR"),
        title=row.title,
        text=row.comment,
        visit=exists().where(
            Keyword.id == row.kind_id, Keyword.list == KINDS, Keyword.code == VISIT
        ),
    )


TIMELINE = (
    TimelineSource(
        "CalendarEntry",
        {"CALENDAR": "Somebody's calendar has an entry about the customer; it may lie ahead."},
        _planned,
    ),
)
