"""The outbox of e-mails."""

from sqlalchemy import ARRAY, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.outgoing import Outgoing


class Email(Outgoing):
    """An e-mail, as it was written; `message_id` is how the world knows it."""

    __tablename__ = "email"

    recipients: Mapped[list[str]] = mapped_column(ARRAY(Text))
    subject: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200))
