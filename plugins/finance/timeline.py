"""What timelines of customers tell of offers, and of what became of them."""

from collections.abc import Callable

from sqlalchemy import literal

from core.declare.field import Alias
from core.timeline import Moment, TimelineSource, amount_text, beginning_of


def _on(day: str, kind: str) -> Callable[[Alias], Moment]:
    """Tells of what happened to an offer on the day that a column holds."""

    def tell(row: Alias) -> Moment:
        happened = getattr(row, day)
        return Moment(
            customer_id=row.customer_id,
            author_id=row.owner_id,
            at=beginning_of(happened),
            kind=literal(kind),
            title=row.number,
            text=amount_text(row.amount, row.currency),
            holds=happened.is_not(None),
        )

    return tell


TIMELINE = (
    TimelineSource("Offer", {"OFFER": "An offer was sent."}, _on("sent_on", "OFFER")),
    TimelineSource(
        "Offer", {"OFFER_ACCEPTED": "An offer was accepted."}, _on("accepted_on", "OFFER_ACCEPTED")
    ),
    TimelineSource(
        "Offer", {"OFFER_REJECTED": "An offer was rejected."}, _on("rejected_on", "OFFER_REJECTED")
    ),
)
