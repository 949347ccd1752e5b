"""How an amount is spread over months."""

from enum import Enum

import strawberry


@strawberry.enum(description="How an amount is spread over months.")
class SplitMethod(Enum):
    EVEN = strawberry.enum_value("EVEN", description="The same every month.")
    S_CURVE = strawberry.enum_value(
        "S_CURVE",
        description="Slow, fast, slow: by the end of the share t of the time, 3t² - 2t³ of it.",
    )
    WEIGHTS = strawberry.enum_value(
        "WEIGHTS", description="In the proportions of given numbers, spread evenly over the months."
    )
