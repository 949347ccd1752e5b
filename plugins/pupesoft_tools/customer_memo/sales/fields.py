"""The sales report on the customer card."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, cast

import strawberry
from strawberry import Parent

from core.context import Info
from core.customers.types import Customer
from core.declare import extend
from core.errors import BadInput
from core.keywords.types import Keyword
from core.reading import load
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission
from plugins.pupesoft_tools.customer_memo.sales.figures import Facts, SalesFinder, Sold

EARLIEST_YEAR = 1000


@strawberry.type(description="The sales of a month, beside what was wanted.")
class CustomerSalesMonth:
    month: date = strawberry.field(description="Its first day.")
    sales: Decimal | None = strawberry.field(
        description="What was invoiced without tax, less what was credited; null where no plugin "
        "tells it, or without the right `finance:read`."
    )
    margin: Decimal | None = strawberry.field(
        description="Sales less costs, of the lines whose costs are known; null if there is none. "
        "Needs `finance:read_margin`."
    )
    margin_percent: Decimal | None = strawberry.field(
        description="The margin in percent of the sales of those lines, to one decimal."
    )
    target: Decimal | None = strawberry.field(
        description="What plans in use want; null where no plugin tells it, or without the right "
        "`plans:read`."
    )
    visits: int = strawberry.field(
        description="How many visits the timeline tells of, by the deployment's time zone: memos "
        "and calendar entries of the kind VISIT that you see."
    )


async def _department(row: Parent[Any], info: Info) -> Keyword | None:
    return await _keyword(info, row.department_key)


async def _group(row: Parent[Any], info: Info) -> Keyword | None:
    return await _keyword(info, row.group_key)


async def _keyword(info: Info, key: int | None) -> Keyword | None:
    found = key and await load(info, "Keyword", key)
    return cast(Keyword | None, found)


@strawberry.type(description="The sales of a department and product group.")
class CustomerSalesGroup:
    department_key: strawberry.Private[int | None]
    group_key: strawberry.Private[int | None]
    department: Keyword | None = strawberry.field(
        resolver=_department, description="The department; null if the lines have none."
    )
    product_group: Keyword | None = strawberry.field(
        resolver=_group, description="The product group; null if the lines have none."
    )
    quantity: Decimal = strawberry.field(description="How many units.")
    sales: Decimal = strawberry.field(description="What was invoiced, less what was credited.")
    margin: Decimal | None = strawberry.field(description="As of a month.")
    margin_percent: Decimal | None = strawberry.field(description="As of a month.")


@strawberry.type(description="What was sold to a customer, in his currency alone.")
class CustomerSalesReport:
    currency: str = strawberry.field(description="The customer's currency, ISO 4217.")
    months: list[CustomerSalesMonth] = strawberry.field(
        description="24 months, the latest first; that of the day up to it."
    )
    groups: list[CustomerSalesGroup] | None = strawberry.field(
        description="The last 12 of these months by department and product group, the largest "
        "sales first; null as `sales` is."
    )


@extend(Customer, needs=("id",), permission=MemoPermission.READ)
async def sales_report(
    customer: Parent[Any],
    info: Info,
    on: Annotated[
        date | None, strawberry.argument(description="The last day; today unless told.")
    ] = None,
) -> CustomerSalesReport | None:
    """24 months of sales beside margins, targets and visits, and 12 months by department and
    product group. Needs `memos:read`; figures need the rights of their plugins.
    """
    day = on or info.context.deployment.clock.today()
    if day.year < EARLIEST_YEAR:
        raise BadInput(f"'on' must be in the year {EARLIEST_YEAR} or later.")
    facts = await info.context.loaders.batched(SalesFinder(day), customer.id)
    return CustomerSalesReport(
        currency=facts.currency,
        months=[_month(facts, month) for month in facts.months],
        groups=_groups(facts),
    )


def _month(facts: Facts, month: date) -> CustomerSalesMonth:
    sold = None if facts.sold is None else facts.sold.get(month, Sold())
    return CustomerSalesMonth(
        month=month,
        sales=sold.net if sold else None,
        margin=sold.margin if sold else None,
        margin_percent=sold.margin_percent if sold else None,
        target=None if facts.targets is None else facts.targets.get(month, Decimal("0.00")),
        visits=facts.visits.get(month, 0),
    )


def _groups(facts: Facts) -> list[CustomerSalesGroup] | None:
    if facts.groups is None:
        return None
    ordered = sorted(facts.groups.items(), key=lambda item: (-item[1].net, str(item[0])))
    return [
        CustomerSalesGroup(
            department_key=department,
            group_key=group,
            quantity=sold.quantity,
            sales=sold.net,
            margin=sold.margin,
            margin_percent=sold.margin_percent,
        )
        for (department, group), sold in ordered
    ]
