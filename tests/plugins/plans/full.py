"""The world of planning with targets, forecasts, invoices and a billing forecast."""

from decimal import Decimal

from core.money.monthly import Series
from tests.api import Api
from tests.plugins.plans.invoices import Invoice, invoiced
from tests.plugins.plans.world import ADMIN, FORECAST, OUTSIDE, TARGET, planner, row, set_cells

INVOICES: tuple[Invoice, ...] = (
    (1, 1, "2026-01", "EUR", "10.10"),
    (1, 1, "2026-02", "EUR", "-0.05"),
    (2, 2, "2026-01", "EUR", "5.00"),
    (3, 1, "2026-12", "EUR", "7.00"),
    (3, None, "2026-12", "EUR", "99.00"),
    (OUTSIDE, 1, "2026-01", "EUR", "500.00"),
    (1, 1, "2026-01", "USD", "1000.00"),
    (1, 1, "2025-12", "EUR", "3.00"),
)
BILLING: Invoice = (1, 2, "2026-03", "EUR", "42.00")


def planned_amount(plan: int, customer: int, area: int, month: int) -> Decimal:
    """What a plan has for a month; area 2 has odd months only."""
    if month % area != 1 % area:
        return Decimal("0.00")
    return Decimal(plan * customer * area * month) / 100


async def fill(api: Api) -> None:
    """Plan all customers, and let other plugins know the money."""
    for plan in (TARGET, FORECAST):
        rows = [
            row(c, {m: str(planned_amount(plan, c, a, m)) for m in range(1, 13, a)}, a)
            for c in (1, 2, 3)
            for a in (1, 2)
        ]
        await set_cells(api, planner(api, ADMIN), *rows, plan=plan)
    invoiced(api, *INVOICES)
    invoiced(api, BILLING, series=Series.BILLING_FORECAST)
