"""The log of HTTP requests to other systems, from which they are sent."""

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.outgoing import Outgoing


class WebhookCall(Outgoing):
    """A request, and what came of it."""

    __tablename__ = "webhook_call"

    method: Mapped[str] = mapped_column(String(10))
    url: Mapped[str] = mapped_column(String(2000))
    body: Mapped[str] = mapped_column(Text)
    status_code: Mapped[int | None] = mapped_column(Integer)
