"""What spreading a total takes and answers."""

from datetime import date
from decimal import Decimal

import strawberry

from plugins.plans.cell_inputs import REASON
from plugins.plans.enums import SpreadMethod


@strawberry.input(description="A total, and how it is spread over cells of a plan.")
class SpreadPlanInput:
    plan_id: strawberry.ID = strawberry.field(description="Id of the plan.")
    total: str = strawberry.field(
        description="What the cells are to add up to, locked ones included: a decimal number such "
        'as "1234.50", in the plan\'s currency, at least 0.'
    )
    method: SpreadMethod = strawberry.field(
        description="How it is spread over the open months of a row. Over rows it is spread as "
        "their open cells are now, evenly if they are empty; with LIKE_ACTUALS as was invoiced."
    )
    customer_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only the rows of this customer."
    )
    offering_area_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only the rows of this offering area."
    )
    first_month: date | None = strawberry.field(
        default=None, description="Only from this month on, told by its first day."
    )
    last_month: date | None = strawberry.field(
        default=None, description="Only up to this month, told by its first day."
    )
    weights: list[str] | None = strawberry.field(
        default=None,
        description="The numbers of the method WEIGHTS, 1 to 60 of at least 0 and not all 0: one "
        "for each month, or as many as you like, spread evenly over the months.",
    )
    expected_version: int | None = strawberry.field(
        default=None, description="The version of the row that was read, if it is one row."
    )
    override_reason: str | None = strawberry.field(default=None, description=REASON)


@strawberry.type(description="What was spread.")
class Spread:
    rows: int = strawberry.field(description="How many rows it was spread over.")
    cells: int = strawberry.field(description="How many cells were written.")
    spread: Decimal = strawberry.field(description="What the written cells add up to.")
    locked: Decimal = strawberry.field(description="What the locked cells add up to.")
