"""The billing forecast as other plugins show it."""

from datetime import date

from sqlalchemy import DateTime, FromClause, cast, func, select

from core.money.monthly import MonthlyMoney, Series
from plugins.opportunities.forecast import BillingMonth
from plugins.opportunities.models import Opportunity
from plugins.opportunities.permissions import OpportunityPermission


def billed(first: date, last: date) -> FromClause:
    """What opportunities in use will bring, weighted, by the months in which it is invoiced."""
    row, month = Opportunity, BillingMonth.__table__.c
    length = func.make_interval(0, row.invoicing_months)
    end = func.date_trunc("month", cast(row.invoicing_starts_on, DateTime())) + length
    return (
        select(
            row.customer_id,
            row.offering_area_id,
            month.month,
            row.currency,
            month.weighted.label("amount"),
        )
        .join(BillingMonth, month.opportunity_id == row.id)
        .where(
            row.archived_at.is_(None),
            row.customer_id.is_not(None),
            # spreading is work: only what reaches into the period is worth it
            row.invoicing_starts_on <= last,
            end > first,
            month.month.between(first, last),
        )
        .subquery("billed")
    )


BILLING_FORECAST = MonthlyMoney(Series.BILLING_FORECAST, OpportunityPermission.READ, billed)
