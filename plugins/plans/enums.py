"""The words of plans."""

from enum import Enum

import strawberry


@strawberry.enum(description="What a plan says.")
class PlanSide(Enum):
    TARGET = strawberry.enum_value("TARGET", description="What is wanted: the budget.")
    FORECAST = strawberry.enum_value("FORECAST", description="What is expected.")


@strawberry.enum(description="What the rows of a plan are, and its period.")
class PlanType(Enum):
    SALES_TARGET = strawberry.enum_value(
        "SALES_TARGET",
        description="Money by sales group, person, customer and offering area, for each month.",
    )


@strawberry.enum(description="Whether the months of a plan stand still.")
class Horizon(Enum):
    FIXED = strawberry.enum_value("FIXED", description="The months of its quarters.")
    ROLLING = strawberry.enum_value(
        "ROLLING",
        description="From its first quarter on, up to a window of months that begins now; months "
        "that drop out of the window stay, and are read-only.",
    )


@strawberry.enum(description="What the day of locking closes.")
class LockScope(Enum):
    PREVIOUS = strawberry.enum_value(
        "PREVIOUS", description="A month stays open until that day of the month after it."
    )
    CURRENT = strawberry.enum_value(
        "CURRENT", description="A month closes after that day of itself."
    )


@strawberry.enum(description="Why a month cannot be edited.")
class LockReason(Enum):
    LOCK_DAY = strawberry.enum_value(
        "LOCK_DAY", description="The deployment's rule closed it; an administrator may override."
    )
    WINDOW_PASSED = strawberry.enum_value(
        "WINDOW_PASSED", description="It dropped out of the window of a rolling plan."
    )


@strawberry.enum(description="Where the shown amount of a cell comes from.")
class CellSource(Enum):
    PLAN = strawberry.enum_value("PLAN", description="What was planned.")
    ACTUAL = strawberry.enum_value("ACTUAL", description="What was invoiced.")


@strawberry.enum(description="How an amount changes a cell.")
class CellOperation(Enum):
    SET = strawberry.enum_value("SET", description="The cell becomes the amount; null empties it.")
    INCREASE_BY = strawberry.enum_value("INCREASE_BY", description="The amount is added.")
    DECREASE_BY = strawberry.enum_value("DECREASE_BY", description="The amount is taken off.")
    SCALE_BY = strawberry.enum_value(
        "SCALE_BY", description="The cell is multiplied by the amount; half a cent rounds up."
    )


@strawberry.enum(description="How a total is spread over months.")
class SpreadMethod(Enum):
    EVEN = strawberry.enum_value("EVEN", description="The same every month.")
    S_CURVE = strawberry.enum_value(
        "S_CURVE",
        description="Slow, fast, slow: by the end of the share t of the time, 3t² - 2t³ of it.",
    )
    WEIGHTS = strawberry.enum_value(
        "WEIGHTS", description="In the proportions of given numbers, spread evenly over the months."
    )
    LIKE_ACTUALS = strawberry.enum_value(
        "LIKE_ACTUALS", description="As the actual invoicing of the same months a year before."
    )


@strawberry.enum(description="What a plan is compared with.")
class CompareTo(Enum):
    TARGET = strawberry.enum_value("TARGET", description="The targets in use for the same months.")
    PREVIOUS_YEAR = strawberry.enum_value(
        "PREVIOUS_YEAR", description="The plans in use of the same side, a year before."
    )
    PREVIOUS_PERIOD = strawberry.enum_value(
        "PREVIOUS_PERIOD",
        description="The plans in use of the same side, as many months before as are shown.",
    )
    ACTUAL = strawberry.enum_value("ACTUAL", description="Actual invoicing of the same months.")


@strawberry.enum(description="What each item of financials is about.")
class FinancialsBy(Enum):
    OFFERING_AREA = strawberry.enum_value("OFFERING_AREA", description="An offering area.")
    MONTH = strawberry.enum_value("MONTH", description="A month.")
