"""The outbox of text messages, and the consents of customers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import CustomerKey, stored
from core.contacts.enums import Consent
from core.models import Record
from core.outgoing import Outgoing
from plugins.pupesoft_tools.text_messages.segments import TextEncoding


class TextMessage(Outgoing):
    """A text message to a customer, or to a contact of his."""

    __tablename__ = "text_message"

    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    number: Mapped[str] = mapped_column(String(16), info={"format": "phone"})
    text: Mapped[str] = mapped_column(Text)
    encoding: Mapped[TextEncoding] = mapped_column(stored(TextEncoding, "encoding"))
    segments: Mapped[int] = mapped_column(Integer)
    gateway: Mapped[str] = mapped_column(String(60))
    gateway_id: Mapped[str | None] = mapped_column(String(200))


class TextMessageConsent(Record):
    """Whether a customer's own number may be sent text messages; contacts have their consents."""

    __tablename__ = "text_message_consent"
    __table_args__ = (
        CheckConstraint("consent <> 'UNKNOWN' OR given_at IS NULL", name="given_at_known"),
        Index(
            "uq_text_message_consent_customer_id",
            "customer_id",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    customer_id: Mapped[CustomerKey]
    consent: Mapped[Consent] = mapped_column(stored(Consent, "consent"), server_default="UNKNOWN")
    given_at: Mapped[datetime | None]
    basis: Mapped[str | None] = mapped_column(String(200))
