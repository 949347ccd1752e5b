"""The outbox of e-mails, and the files that go with them."""

from typing import ClassVar

from sqlalchemy import ARRAY, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, Identified
from core.outgoing import Outgoing


class Email(Outgoing):
    """An e-mail, as it was written; `message_id` is how the world knows it.

    `attachments` are the names of its files.
    """

    __tablename__ = "email"

    recipients: Mapped[list[str]] = mapped_column(ARRAY(Text))
    subject: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200))
    attachments: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")


class EmailAttachment(Base, Identified):
    """A file that goes with an e-mail, as it is sent."""

    __tablename__ = "email_attachment"
    __log__: ClassVar[bool] = False

    email_id: Mapped[int] = mapped_column(ForeignKey("email.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)
