"""A calendar as an iCalendar document (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import Row

from core.naming import labelled

PRODUCT = "-//Kortisto//Calendar//EN"


def document(name: str, language: str, found: Iterable[Row[Any]]) -> bytes:
    """The entries as a calendar of a name; the same for the same entries."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for row in found:
        calendar.add_component(_event(row, language))
    return bytes(calendar.to_ical())


def _event(row: Row[Any], language: str) -> Event:
    made = Event()
    made.add("uid", f"urn:uuid:{row.uid}")
    made.add("sequence", row.version - 1)
    # without a METHOD, when the entry was last changed: RFC 5545, 3.8.7.2
    made.add("dtstamp", row.updated_at)
    made.add("created", row.created_at)
    made.add("last-modified", row.updated_at)
    if row.starts_on is not None:
        made.add("dtstart", row.starts_on)
        made.add("dtend", row.ends_on + timedelta(days=1))
    else:
        made.add("dtstart", row.starts_at)
        made.add("dtend", row.ends_at)
    made.add("summary", f"{row.title} ({row.customer})" if row.customer else row.title)
    if told := "\n".join(_told(row)):
        made.add("description", told)
    if row.code is not None:
        made.add("categories", [labelled(row.labels, language, row.code)])
    made.add("class", "PRIVATE" if row.customer_id is None else "PUBLIC")
    return made


def _told(row: Row[Any]) -> Iterator[str]:
    if row.contact is not None:
        yield f"{row.contact}, {row.phone}" if row.phone else row.contact
    if row.comment is not None:
        yield row.comment
