"""The GraphQL types of grids."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import strawberry
from strawberry import Private

from core.context import Info
from core.customers.types import Customer
from core.ids import encode
from core.products.types import ProductBasket
from core.reading import load
from core.reading.texts import Listed, in_sql
from plugins.plans.enums import CellSource, LockReason
from plugins.plans.excel import ExcelFile, excel_of

Amounts = Sequence[Decimal | None]

MOST_MONTHS = 36
"""Months that a grid shows at once."""

MOST_AREAS = 500
"""Offering areas that may be asked for."""


class ReadsRows(Protocol):
    """Reads the rows of a grid."""

    async def rows(self) -> list["GridRow"]:
        """The rows of the page."""
        ...

    def listed(self) -> Listed | None:
        """How PostgreSQL tells them; None if there are none."""
        ...


@strawberry.type(description="A month of a grid.")
class GridMonth:
    month: date = strawberry.field(description="The first day of the month.")
    locked: bool = strawberry.field(description="Whether its cells cannot be edited.")
    locked_because: LockReason | None = strawberry.field(
        description="Why they cannot; null if they can."
    )
    shows: Private[CellSource]


@strawberry.type(description="A cell of a grid.")
class GridCell:
    month: date = strawberry.field(description="The first day of the month.")
    planned: Decimal | None = strawberry.field(description="What is planned; null if nothing is.")
    actual: Decimal | None = strawberry.field(
        description="What was invoiced; null if nobody knows, or the viewer may not."
    )
    shown: Decimal | None = strawberry.field(description="The one of the two that is shown.")
    source: CellSource = strawberry.field(description="Which of the two that is.")
    locked: bool = strawberry.field(description="Whether it cannot be edited.")
    locked_because: LockReason | None = strawberry.field(description="Why; null if it can.")


@strawberry.type(description="What stands beside the cells of an extended row.")
class GridExtended:
    target: list[Decimal | None] = strawberry.field(description="Targets in use, by month.")
    forecast: list[Decimal | None] = strawberry.field(description="Forecasts in use, by month.")
    actual: list[Decimal | None] = strawberry.field(description="Actual invoicing, by month.")
    billing_forecast: list[Decimal | None] = strawberry.field(
        description="Weighted billing forecast of opportunities, by month."
    )
    variance: list[Decimal | None] = strawberry.field(
        description="Actual invoicing less what is planned, by month."
    )


async def _customer(root: strawberry.Parent["GridRow"], info: Info) -> Customer | None:
    found: Any = await load(info, "Customer", root.customer_key)
    shown: Customer | None = found
    return shown


async def _area(root: strawberry.Parent["GridRow"], info: Info) -> ProductBasket | None:
    found: Any = await load(info, "ProductBasket", root.area_key)
    shown: ProductBasket | None = found
    return shown


def _customer_id(root: strawberry.Parent["GridRow"]) -> strawberry.ID:
    return strawberry.ID(encode("customer", root.customer_key))


def _area_id(root: strawberry.Parent["GridRow"]) -> strawberry.ID:
    return strawberry.ID(encode("product_basket", root.area_key))


def _cells(root: strawberry.Parent["GridRow"]) -> list[GridCell]:
    return [
        GridCell(
            month=month.month,
            planned=planned,
            actual=actual,
            shown=shown,
            source=month.shows,
            locked=month.locked,
            locked_because=month.locked_because,
        )
        for month, planned, actual, shown in zip(
            root.months, root.planned, root.actual, root.shown, strict=True
        )
    ]


def _extended(root: strawberry.Parent["GridRow"]) -> GridExtended | None:
    if root.beside is None:
        return None
    pairs = zip(root.actual, root.planned, strict=True)
    return GridExtended(
        target=list(root.beside["target"]),
        forecast=list(root.beside["forecast"]),
        actual=root.actual,
        billing_forecast=list(root.beside["billing_forecast"]),
        variance=[None if a is None else a - (p or 0) for a, p in pairs],
    )


@strawberry.type(description="A customer and an offering area in a grid.")
class GridRow:
    customer_key: Private[int]
    area_key: Private[int]
    months: Private[Sequence[GridMonth]]
    beside: Private[dict[str, Amounts] | None]
    customer_id: strawberry.ID = strawberry.field(
        resolver=_customer_id, description="Id of the customer, for `setPlanCells`."
    )
    offering_area_id: strawberry.ID = strawberry.field(
        resolver=_area_id, description="Id of the offering area, for `setPlanCells`."
    )
    customer: Customer | None = strawberry.field(
        resolver=_customer, description="The customer; null if the viewer cannot see its card."
    )
    offering_area: ProductBasket | None = strawberry.field(
        resolver=_area, description="The offering area; null if the viewer cannot see it."
    )
    version: int = strawberry.field(
        description="Version of the row, 0 if nothing was planned; name it in `expectedVersion`."
    )
    editable: bool = strawberry.field(description="Whether the viewer may plan it.")
    planned: list[Decimal | None] = strawberry.field(
        description="What is planned, one amount for each month; null where nothing is."
    )
    actual: list[Decimal | None] = strawberry.field(
        description="What was invoiced, by month; null if nobody knows, or the viewer may not."
    )
    shown: list[Decimal | None] = strawberry.field(description="The shown amounts, by month.")
    cells: list[GridCell] = strawberry.field(
        resolver=_cells, description="The same by cells, with their locks."
    )
    extended: GridExtended | None = strawberry.field(
        resolver=_extended, description="What stands beside; null if the rules switch it off."
    )


async def _total_area(root: strawberry.Parent["GridTotal"], info: Info) -> ProductBasket | None:
    found: Any = await load(info, "ProductBasket", root.area_key) if root.area_key else None
    shown: ProductBasket | None = found
    return shown


@strawberry.type(description="Sums over the customers of a grid.")
class GridTotal:
    month: date | None = strawberry.field(description="The month; null if over all of them.")
    area_key: Private[int | None]
    offering_area: ProductBasket | None = strawberry.field(
        resolver=_total_area, description="The offering area; null if over all of them."
    )
    planned: Decimal = strawberry.field(description="What is planned.")
    shown: Decimal = strawberry.field(description="The shown amounts.")
    target: Decimal | None = strawberry.field(
        description="Targets in use; null if the rules switch extended totals off, as the next."
    )
    forecast: Decimal | None = strawberry.field(description="Forecasts in use.")
    actual: Decimal | None = strawberry.field(
        description="Actual invoicing; null too if nobody knows, or the viewer may not."
    )
    billing_forecast: Decimal | None = strawberry.field(
        description="Weighted billing forecast of opportunities, likewise."
    )
    variance: Decimal | None = strawberry.field(
        description="Actual invoicing less what is planned."
    )
    base: Decimal | None = strawberry.field(description="What it is compared with, `compareTo`.")
    change: Decimal | None = strawberry.field(
        description="What is planned less the base; null if the rules switch it off."
    )
    change_percent: Decimal | None = strawberry.field(
        description="The change in percent of the base, of the sums; null if the base is 0."
    )


async def _rows(root: strawberry.Parent["PlanGrid"]) -> list[GridRow]:
    return await root.grid.rows()


async def _excel(root: strawberry.Parent["PlanGrid"], info: Info) -> ExcelFile | None:
    return await excel_of(root.name, root.months, await root.grid.rows(), info)


@strawberry.type(description="The rows and months of a plan, and their totals.")
class PlanGrid:
    name: Private[str]
    grid: Private["ReadsRows"]
    currency: str = strawberry.field(description="Currency of all amounts, ISO 4217.")
    months: list[GridMonth] = strawberry.field(
        description="The months, in their order.", metadata={"page_size": MOST_MONTHS}
    )
    rows: list[GridRow] = strawberry.field(
        resolver=_rows,
        description="The rows, by customer and offering area; empty if the rules switch them off.",
        metadata=in_sql(lambda found: found.grid.listed()),
    )
    row_count: int = strawberry.field(description="How many rows there are on all pages.")
    by_month: list[GridTotal] | None = strawberry.field(
        description="Totals of each month; null if the rules switch them off, as the next.",
        metadata={"page_size": MOST_MONTHS},
    )
    by_offering_area: list[GridTotal] | None = strawberry.field(
        description="Totals of each offering area with an amount, over all months.",
        metadata={"page_size": MOST_AREAS},
    )
    total: GridTotal | None = strawberry.field(description="The total of all.")
    excel: ExcelFile | None = strawberry.field(
        resolver=_excel,
        description="The rows and months as an Excel file, which `uploadPlanGrid` reads again.",
    )
