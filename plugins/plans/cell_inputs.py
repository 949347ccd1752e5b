"""What editing cells takes and answers."""

from datetime import date

import strawberry

from core.writing.sent import as_sent
from plugins.plans.enums import CellOperation

REASON = (
    "Why months that the day of locking closed are written nevertheless, at most 500 characters; "
    "only administrators of the plan may give one, and it is logged."
)


@strawberry.input(description="A new amount of a cell.")
class PlanCellInput:
    month: date = strawberry.field(description="The first day of the month.")
    amount: str | None = strawberry.field(
        default=None,
        description='A decimal number such as "1234.50", in the plan\'s currency, at least 0; with '
        "SCALE_BY a factor with at most 6 decimals. Null empties the cell, with SET only.",
    )
    operation: CellOperation = strawberry.field(
        default=CellOperation.SET, description="How the amount changes the cell."
    )


@strawberry.input(description="The cells of a customer and an offering area.")
class PlanRowCellsInput:
    customer_id: strawberry.ID = strawberry.field(description="Id of the customer.")
    offering_area_id: strawberry.ID = strawberry.field(description="Id of the offering area.")
    expected_version: int | None = strawberry.field(
        default=None,
        description="The version of the row that was read, 0 if nothing was planned; if it is "
        "another one now, the error is CONFLICT and the answer shows the present cells.",
    )
    cells: list[PlanCellInput] = strawberry.field(description="The cells, each month once.")


@as_sent
@strawberry.input(description="Cells of a plan.")
class SetPlanCellsInput:
    plan_id: strawberry.ID = strawberry.field(description="Id of the plan.")
    rows: list[PlanRowCellsInput] = strawberry.field(
        description="The rows, each once; at most 10,000 cells in all, in variables.",
        metadata={"most_items": 10_000},
    )
    atomic: bool = strawberry.field(
        default=False,
        description="Whether all rows are undone if one has errors; otherwise the others are "
        "written. A row with an error in one cell is left as it was.",
    )
    override_reason: str | None = strawberry.field(default=None, description=REASON)
