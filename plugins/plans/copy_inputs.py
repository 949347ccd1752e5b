"""What copying into a plan takes and answers."""

from decimal import Decimal
from typing import Any

import strawberry
from strawberry import Private

from core.context import Info
from core.customers.types import Customer
from core.products.types import ProductBasket
from core.reading import load
from core.writing import UserError
from plugins.plans.cell_inputs import REASON


@strawberry.input(description="What is copied into a plan.")
class CopyPlanInput:
    plan_id: strawberry.ID = strawberry.field(description="Id of the plan that is filled.")
    source_plan_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Id of the plan whose cells are copied, month by month; the plan that is "
        "filled must be empty. Null copies actual invoicing of a year before over what is there.",
    )
    percent: str = strawberry.field(
        default="100", description='Percent of each amount, "0" to "1000"; half a cent rounds up.'
    )
    override_reason: str | None = strawberry.field(default=None, description=REASON)


async def _customer(root: strawberry.Parent["UnmatchedRow"], info: Info) -> Customer | None:
    found: Any = await load(info, "Customer", root.customer_key)
    shown: Customer | None = found
    return shown


async def _area(root: strawberry.Parent["UnmatchedRow"], info: Info) -> ProductBasket | None:
    found: Any = await load(info, "ProductBasket", root.area_key) if root.area_key else None
    shown: ProductBasket | None = found
    return shown


@strawberry.type(description="A customer and an offering area that found no place in the plan.")
class UnmatchedRow:
    customer_key: Private[int]
    area_key: Private[int | None]
    customer: Customer | None = strawberry.field(
        resolver=_customer, description="The customer; null if the viewer cannot see it."
    )
    offering_area: ProductBasket | None = strawberry.field(
        resolver=_area, description="The offering area; null if there is none."
    )
    cells: int = strawberry.field(description="How many of its cells were not copied.")
    amount: Decimal = strawberry.field(description="What they add up to, before the percentage.")

    @classmethod
    def of(cls, found: Any) -> "UnmatchedRow":
        """What a statement found."""
        return cls(
            customer_key=found.customer_id,
            area_key=found.offering_area_id,
            cells=found.cells,
            amount=found.amount,
        )


@strawberry.type(description="What was copied.")
class Copied:
    rows: int = strawberry.field(description="How many rows were written.")
    cells: int = strawberry.field(description="How many cells were written.")
    unmatched_count: int = strawberry.field(
        description="How many rows have cells that found no place: the customer or the offering "
        "area is not in the plan, or the month is locked or outside."
    )
    unmatched: list[UnmatchedRow] = strawberry.field(description="The first 500 of them.")


@strawberry.type(description="What was copied, or what is wrong with the input.")
class CopyPlanPayload:
    copied: Copied | None = strawberry.field(description="What was copied; null with errors.")
    user_errors: list[UserError] = strawberry.field(
        description="Empty if it was copied; nothing was written otherwise."
    )
