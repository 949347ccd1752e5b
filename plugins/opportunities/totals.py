"""What the opportunities of a customer add up to, as a table that PostgreSQL computes."""

from decimal import Decimal

from sqlalchemy import ColumnElement, Numeric, Subquery, cast, func, select
from sqlalchemy.orm import Mapped, declared_attr
from sqlalchemy.sql.elements import SQLCoreOperations

from core.models import Base
from plugins.opportunities.models import Opportunity, Stage
from plugins.opportunities.weights import weigh


def total(amount: SQLCoreOperations[Decimal | None]) -> ColumnElement[Decimal]:
    """The sum of amounts, those that are not known left out."""
    return cast(func.coalesce(func.sum(amount), 0), Numeric(20, 2))


def _sums() -> Subquery:
    kept = Opportunity.archived_at.is_(None), Opportunity.customer_id.is_not(None)
    return (
        select(
            func.min(Opportunity.id).label("id"),
            Opportunity.customer_id,
            Opportunity.currency,
            Stage.kind,
            func.count().label("count"),
            total(Opportunity.amount).label("amount"),
            total(weigh(Opportunity, Stage)).label("weighted"),
        )
        .join(Stage, Stage.id == Opportunity.stage_id)
        .where(*kept)
        .group_by(Opportunity.customer_id, Opportunity.currency, Stage.kind)
        .subquery("opportunity_total")
    )


class OpportunityTotal(Base):
    """The sums of the opportunities in use of a customer, in one currency and kind of stage.

    `id` is the lowest key among them.
    """

    __table__ = _sums()

    customer_id: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"primary_key": [cls.__table__.c.id]}
