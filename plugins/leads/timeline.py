"""What timelines of customers tell of the leads that they were."""

from sqlalchemy import literal

from core.declare.field import Alias
from core.timeline import Moment, TimelineSource


def _came(row: Alias) -> Moment:
    return Moment(
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        author_id=row.owner_id,
        at=row.created_at,
        kind=literal("LEAD"),
        title=row.name,
        text=row.notes,
    )


def _converted(row: Alias) -> Moment:
    return Moment(
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        author_id=row.converted_by_id,
        at=row.converted_at,
        kind=literal("LEAD_CONVERTED"),
        title=row.name,
    )


TIMELINE = (
    TimelineSource("Lead", {"LEAD": "A lead came that became the customer."}, _came),
    TimelineSource("Lead", {"LEAD_CONVERTED": "A lead became the customer."}, _converted),
)
