"""The GraphQL types of calendars."""

from core.declare import Node, column, entity, many, one
from core.visibility import WithParent, everyone
from plugins.pupesoft_tools.calendar import models
from plugins.pupesoft_tools.calendar.overlaps import beside, beside_slot
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission

KINDS = "CALENDAR_KIND"
"""The list of keywords that kinds stand in."""

MOST_BESIDE = 20

SOONEST_FIRST = {"begins": "ASC"}


@entity(
    models.CalendarEntry,
    read=CalendarPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order=SOONEST_FIRST,
)
class CalendarEntry(Node):
    """A time in somebody's calendar. With a customer it is visible with him; without, to its owner
    alone, and others who may read his calendar learn that the time is taken.

    It lasts from `startsAt` to `endsAt`, or the days from `startsOn` to `endsOn`: at most 366 days,
    in the years 1970 to 2999.
    """

    owner = one("Employee", "Whose calendar it is in; you, if a new one names nobody.")
    author = one("Employee", "Who made it; null if it was nobody who signed in.")
    customer = one("Customer", "The customer that it is about; null if it is private.")
    contact = one("Contact", "The contact that it is about, of the customer.")
    kind = one("Keyword", f"What kind of thing it is, with a colour (list {KINDS}).")
    title = column("What it is, at most 200 characters.")
    comment = column("What there is to say about it.")
    starts_at = column("When it begins; null for whole days. Sending it makes whole days a time.")
    ends_at = column("When it ends, after `startsAt`; null for whole days.")
    starts_on = column("Its first whole day; null if it has times. Sending it forgets the times.")
    ends_on = column("Its last whole day, the first one if left out; null if it has times.")
    time_zone = column("The time zone that its whole days are days of, such as Europe/Zagreb.")
    begins = column("The instant at which it begins; of whole days, the first midnight.")
    ends = column("The instant at which it has ended; of whole days, the last midnight.")
    kilometres = column("Kilometres driven for it: 0 to 20,000, with one decimal.")
    per_diems = column("Daily allowances for it: 0 to 366, with two decimals.")
    done = column("Whether it is done.")
    overlapping = many(
        "CalendarEntry",
        beside,
        f"The visible entries of the same calendar at the same time, at most {MOST_BESIDE}.",
        order=SOONEST_FIRST,
        limit=MOST_BESIDE,
    )
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived, and taken off calendars; null while in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.CalendarSlot,
    read=CalendarPermission.READ,
    visible=everyone,
    order={"begins": "ASC", "ends": "ASC"},
)
class CalendarSlot:
    """A time that is taken in a calendar."""

    employee = one("Employee", "Whose calendar; null if you do not see him.")
    entry = one("CalendarEntry", "What it is taken by; null if that is private or hidden.")
    whole_day = column("Whether it is whole days.")
    starts_on = column("The first of its whole days.")
    ends_on = column("The last of its whole days.")
    begins = column("The instant at which it begins.")
    ends = column("The instant at which it has ended.")
    overlaps = column("How many other entries take time of it in the same calendar.")
    overlapping = many(
        "CalendarEntry",
        beside_slot,
        f"Those of them that you see, at most {MOST_BESIDE}.",
        order=SOONEST_FIRST,
        limit=MOST_BESIDE,
        needs=("id", "entry_id", "employee_id", "begins", "ends"),
    )
