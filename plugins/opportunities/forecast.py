"""What opportunities will bring month by month, as a table that PostgreSQL computes."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, Subquery, and_, cast, func, select
from sqlalchemy.orm import Mapped, declared_attr
from sqlalchemy.sql.elements import SQLCoreOperations

from core.models import Base
from core.money import split_cents
from plugins.opportunities.models import Opportunity, Stage
from plugins.opportunities.weights import weigh

MOST_MONTHS = 100
"""More than any opportunity is invoiced over: it keeps the keys of its months apart."""


def _month(first: SQLCoreOperations[date | None], place: ColumnElement[int]) -> ColumnElement[date]:
    """The first day of a month, counted from 1 for the one that a day lies in."""
    begins = func.date_trunc("month", cast(first, DateTime()))
    return cast(begins + func.make_interval(0, place - 1), Date)


def _spread(amount: SQLCoreOperations[Decimal | None]) -> Any:
    row = Opportunity
    found = split_cents(amount, row.split_method, row.invoicing_months, row.split_weights)
    return found.lateral()


def _months() -> Subquery:
    row = Opportunity
    gross, weighted = _spread(row.amount), _spread(weigh(row, Stage))
    return (
        select(
            (row.id * MOST_MONTHS + gross.c.place).label("id"),
            row.id.label("opportunity_id"),
            row.currency,
            _month(row.invoicing_starts_on, gross.c.place).label("month"),
            gross.c.part.label("gross"),
            weighted.c.part.label("weighted"),
        )
        .join(Stage, Stage.id == row.stage_id)
        .join(gross, and_(row.invoicing_starts_on.is_not(None), row.amount.is_not(None)))
        .join(weighted, weighted.c.place == gross.c.place)
        .subquery("billing_month")
    )


class BillingMonth(Base):
    """A month of what an opportunity will bring: all of it, and weighted by its probability.

    There is none without an amount and the day on which invoicing starts.
    """

    __table__ = _months()

    opportunity_id: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"primary_key": [cls.__table__.c.id]}
