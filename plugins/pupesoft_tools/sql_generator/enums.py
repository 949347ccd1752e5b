"""What reports add up, and how they are shown."""

from enum import Enum

import strawberry


@strawberry.enum(description="What becomes of the values of a column in a group of rows.")
class Aggregate(Enum):
    COUNT = strawberry.enum_value("COUNT", description="How many there are; nulls do not count.")
    COUNT_DISTINCT = strawberry.enum_value("COUNT_DISTINCT", description="How many different.")
    SUM = strawberry.enum_value("SUM", description="Their sum; numbers only.")
    AVERAGE = strawberry.enum_value(
        "AVERAGE", description="Their average, to six decimals; numbers only."
    )
    MIN = strawberry.enum_value("MIN", description="The least, or earliest.")
    MAX = strawberry.enum_value("MAX", description="The greatest, or latest.")


@strawberry.enum(description="How a pinned report is shown.")
class ReportDisplay(Enum):
    TABLE = strawberry.enum_value("TABLE", description="A table.")
    BARS = strawberry.enum_value(
        "BARS", description="Bars: the first column names them, the others are their heights."
    )
    LINES = strawberry.enum_value("LINES", description="Lines over the first column.")
    PIE = strawberry.enum_value("PIE", description="A pie of the first two columns.")
