"""Series of money by month that other plugins bring: actual invoicing, the billing forecast."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from core.money.monthly import MonthlyMoney, Series
from core.viewer import Viewer
from plugins.plans.months import length
from plugins.plans.working import refusal

if TYPE_CHECKING:
    from core.deployment import Deployment


def series_of(deployment: "Deployment", kind: Series) -> MonthlyMoney | None:
    """The series of a kind; None if no enabled plugin has it."""
    found = (series for _, series in deployment.plugins.collect("register_monthly_money"))
    return next((series for series in found if series.series is kind), None)


def shown_series(deployment: "Deployment", kind: Series, viewer: Viewer) -> MonthlyMoney | None:
    """The series, if the viewer may see its amounts."""
    found = series_of(deployment, kind)
    return found if found and viewer.may(found.permission) else None


def required_actuals(deployment: "Deployment", viewer: Viewer, name: str) -> MonthlyMoney:
    """Actual invoicing; a refusal of an argument that needs it if there is none."""
    found = series_of(deployment, Series.ACTUAL)
    if found is None:
        raise refusal(name, "needs actual invoicing, which no enabled plugin has.")
    if not viewer.may(found.permission):
        raise refusal(name, f"needs the permission '{found.permission}'.", "FORBIDDEN_VALUE")
    return found


def by_month(series: MonthlyMoney, currency: str, first: date, last: date) -> Select[Any]:
    """Sums of a series by customer, offering area and month, in one currency."""
    row = series.rows(first, last.replace(day=length(last)))
    return (
        select(
            row.c.customer_id,
            row.c.offering_area_id,
            row.c.month,
            func.sum(row.c.amount).label("amount"),
        )
        .where(row.c.currency == currency, row.c.month.between(first, last))
        .group_by(row.c.customer_id, row.c.offering_area_id, row.c.month)
    )
