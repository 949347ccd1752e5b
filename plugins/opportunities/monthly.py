"""The billing forecast as other plugins show it."""

from datetime import date

from sqlalchemy import FromClause, select

from core.money.monthly import MonthlyMoney, Series
from plugins.opportunities.forecast import BillingMonth
from plugins.opportunities.models import Opportunity
from plugins.opportunities.permissions import OpportunityPermission


def billed(first: date, last: date) -> FromClause:
    """What opportunities in use will bring, weighted, by the months in which it is invoiced."""
    month = BillingMonth.__table__.c
    return (
        select(
            month.customer_id,
            month.offering_area_id,
            month.month,
            month.currency,
            month.weighted.label("amount"),
        )
        .join(Opportunity, Opportunity.id == month.opportunity_id)
        .where(
            Opportunity.archived_at.is_(None),
            month.customer_id.is_not(None),
            month.month.between(first, last),
        )
        .subquery("billed")
    )


BILLING_FORECAST = MonthlyMoney(Series.BILLING_FORECAST, OpportunityPermission.READ, billed)
