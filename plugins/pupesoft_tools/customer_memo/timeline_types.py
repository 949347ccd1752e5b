"""The entries of timelines: what all enabled tools and plugins tell of a customer."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from core.declare import column, entity, one
from core.models import Computed
from core.timeline import timeline
from core.visibility import WithParent
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission


class TimelineRow(Computed):
    """An entry; `id` tells it apart from others, `record_id` is the global id of its record."""

    __tablename__ = "timeline_entry"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    customer_id: Mapped[int]
    contact_id: Mapped[int | None]
    author_id: Mapped[int | None]
    memo_id: Mapped[int | None]
    record_id: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    title: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)


@entity(
    TimelineRow,
    read=MemoPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"at": "DESC", "id": "DESC"},
    rows=timeline,
)
class TimelineEntry:
    """Something that happened to a customer. Visible with the customer and the record it tells of.

    A record may have several: an offer is sent, and accepted later.
    """

    customer = one("Customer", "The customer.")
    contact = one("Contact", "The person at the customer.")
    author = one("Employee", "Who did it; null if it is not known.")
    memo = one("Memo", "The memo, if it is one.")
    record_id = column("Id of the record that it tells of; find it with `node`.")
    kind = column(
        "What it is: the kind of a memo, or what another record became, such as LEAD or "
        "OFFER_ACCEPTED; see `timelineKinds`."
    )
    at = column("When it happened; what has a day alone stands at its beginning, in UTC.")
    title = column("What it is called.")
    text = column("What there is to know.")
