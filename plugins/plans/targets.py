"""What plans in use want of customers, as a series of money that others may show."""

from datetime import date

from sqlalchemy import Subquery, select

from core.money.monthly import MonthlyMoney, Series
from plugins.plans.enums import PlanSide, PlanType
from plugins.plans.models import Plan, PlanCell
from plugins.plans.permissions import PlanPermission


def _targets(first: date, last: date) -> Subquery:
    return (
        select(
            PlanCell.customer_id,
            PlanCell.offering_area_id,
            PlanCell.month,
            Plan.currency,
            PlanCell.amount,
        )
        .join(Plan, Plan.id == PlanCell.plan_id)
        .where(
            PlanCell.side == PlanSide.TARGET,
            PlanCell.type == PlanType.SALES_TARGET,
            PlanCell.in_use,
            PlanCell.amount.is_not(None),
            PlanCell.month.between(first, last),
        )
        .subquery("target")
    )


TARGETS = MonthlyMoney(Series.TARGET, PlanPermission.READ, _targets)
