"""What timelines of customers tell of opportunities."""

from sqlalchemy import Text, cast, literal, select

from core.declare.field import Alias
from core.timeline import Moment, TimelineSource, amount_text, beginning_of
from plugins.opportunities.models import Stage

ENDS = {
    "OPPORTUNITY_WON": "An opportunity was won.",
    "OPPORTUNITY_LOST": "An opportunity was lost.",
}


def _made(row: Alias) -> Moment:
    return Moment(
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        author_id=row.owner_id,
        at=row.created_at,
        kind=literal("OPPORTUNITY"),
        title=row.name,
        text=amount_text(row.amount, row.currency),
    )


def _ended(row: Alias) -> Moment:
    kind = select(cast(Stage.kind, Text)).where(Stage.id == row.stage_id).scalar_subquery()
    return Moment(
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        author_id=row.owner_id,
        at=beginning_of(row.closed_on),
        kind=literal("OPPORTUNITY_") + kind,
        title=row.name,
        text=amount_text(row.amount, row.currency),
        holds=row.closed_on.is_not(None),
    )


TIMELINE = (
    TimelineSource("Opportunity", {"OPPORTUNITY": "An opportunity was noticed."}, _made),
    TimelineSource("Opportunity", ENDS, _ended),
)
