"""Ways to calendars."""

from datetime import date

import strawberry

from core.declare import by_id, connection, extend
from core.reading import Argument, report
from core.roots import Query
from plugins.pupesoft_tools.calendar.enums import CalendarSpan
from plugins.pupesoft_tools.calendar.slots import MOST_PEOPLE, slots
from plugins.pupesoft_tools.calendar.window import MOST_DAYS

MOST_SLOTS = 5_000

fields = extend(
    Query,
    calendar_entry=by_id("CalendarEntry", "The calendar entry with an id."),
    calendar_entries=connection(
        "CalendarEntry",
        None,
        "Your calendar entries and those of visible customers, by their beginning.",
    ),
    calendar_feed=by_id("CalendarFeed", "Your calendar feed with an id."),
    calendar_feeds=connection("CalendarFeed", None, "Your calendar feeds, the newest first."),
    calendar=report(
        "CalendarSlot",
        slots,
        "The times that are taken in your calendar, or in those of others side by side, from a day "
        f"on, by their beginning, at most {MOST_SLOTS:,}.",
        arguments={
            "from": Argument(date, "The first day that is shown."),
            "before": Argument(
                date | None,
                f"The first day that is not shown any more, at most {MOST_DAYS} days later. "
                "It stands in place of `span`.",
            ),
            "span": Argument(
                CalendarSpan | None, "How long it is; DAY if `before` is left out too."
            ),
            "timeZone": Argument(
                str, "Where the days begin and end at midnight, such as Europe/Helsinki."
            ),
            "employeeIds": Argument(
                list[strawberry.ID] | None,
                f"Whose calendars, at most {MOST_PEOPLE}; yours if left out. Needs "
                "`calendar:read_all`.",
            ),
        },
        limit=MOST_SLOTS,
    ),
)
