"""How long a window of a calendar is."""

from enum import Enum

import strawberry


@strawberry.enum(description="How long a window of a calendar is.")
class CalendarSpan(Enum):
    DAY = strawberry.enum_value("DAY", description="The day `from`.")
    WEEK = strawberry.enum_value(
        "WEEK", description="The week, Monday to Sunday, in which `from` lies."
    )
    MONTH = strawberry.enum_value("MONTH", description="The month in which `from` lies.")
