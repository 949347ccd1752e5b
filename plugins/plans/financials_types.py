"""The GraphQL types of financials."""

from datetime import date
from decimal import Decimal
from typing import Any

import strawberry
from strawberry import Private

from core.context import Info
from core.products.types import ProductBasket
from core.reading import load


async def _area(root: strawberry.Parent["FinancialsItem"], info: Info) -> ProductBasket | None:
    found: Any = await load(info, "ProductBasket", root.area_key) if root.area_key else None
    shown: ProductBasket | None = found
    return shown


@strawberry.type(description="Amounts side by side, of a month, an offering area, or of all.")
class FinancialsItem:
    month: date | None = strawberry.field(description="The first day of the month, by months.")
    area_key: Private[int | None]
    offering_area: ProductBasket | None = strawberry.field(
        resolver=_area,
        description="The offering area, by areas; null for what was invoiced in none.",
    )
    budget: Decimal = strawberry.field(description="Targets in use.")
    forecast: Decimal = strawberry.field(description="Forecasts in use.")
    actual: Decimal | None = strawberry.field(
        description="Actual invoicing; null if nobody knows, or the viewer may not."
    )
    billing_forecast: Decimal | None = strawberry.field(
        description="Weighted billing forecast of opportunities, likewise."
    )
    base: Decimal | None = strawberry.field(
        description="What the forecast is compared with, `compareTo`."
    )
    change: Decimal | None = strawberry.field(description="The forecast less the base.")
    change_percent: Decimal | None = strawberry.field(
        description="The change in percent of the base; null if the base is 0."
    )


@strawberry.type(description="One line or row of bars of a chart.")
class FinancialsSeries:
    name: str = strawberry.field(description="BUDGET, FORECAST, ACTUAL or BILLING_FORECAST.")
    values: list[Decimal] = strawberry.field(description="An amount for each label.")


@strawberry.type(description="Budget, forecast, invoicing and billing forecast side by side.")
class Financials:
    currency: str = strawberry.field(
        description="Currency of all amounts, ISO 4217; amounts in others are left out."
    )
    items: list[FinancialsItem] = strawberry.field(
        description="Each month, or each offering area with an amount, by name."
    )
    total: FinancialsItem = strawberry.field(description="The totals of the items.")
    labels: list[str] = strawberry.field(
        description="What a chart writes below the items: 2026-01, or the names of areas."
    )
    series: list[FinancialsSeries] = strawberry.field(
        description="The items as a chart takes them; unknown series are left out."
    )
