"""The people at a customer."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Computed, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import (
    CustomerKey,
    Email,
    KeywordKey,
    LocaleCode,
    Phone,
    e164,
    lower_case,
    stored,
)
from core.contacts.enums import Consent
from core.models import Record
from core.naming import Sorted
from core.searching import search_index, searched

FULL_NAME = "trim(coalesce(first_name, '') || ' ' || last_name)"


class Contact(Record, Sorted):
    """A person at a customer. At most one contact in use of a customer is the primary one."""

    __tablename__ = "contact"
    __table_args__ = (
        lower_case("email"),
        e164("phone"),
        e164("mobile"),
        Index(
            "uq_contact_primary",
            "customer_id",
            unique=True,
            postgresql_where=text("is_primary AND archived_at IS NULL"),
        ),
        Index("ix_contact_name_sort_id", "name_sort", "id"),
        Index("ix_contact_customer_id_name_sort_id", "customer_id", "name_sort", "id"),
        search_index("contact"),
    )
    sorts_by: ClassVar[tuple[str, ...]] = ("last_name", "first_name")

    customer_id: Mapped[CustomerKey]
    first_name: Mapped[str | None] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(201), Computed(FULL_NAME, persisted=True))
    title: Mapped[str | None] = mapped_column(String(100))
    role_id: Mapped[KeywordKey | None]
    email: Mapped[Email | None] = mapped_column(index=True)
    phone: Mapped[Phone | None]
    mobile: Mapped[Phone | None]
    language: Mapped[LocaleCode | None]
    is_primary: Mapped[bool] = mapped_column(server_default=false())
    marketing_consent: Mapped[Consent] = mapped_column(
        stored(Consent, "marketing_consent"), server_default="UNKNOWN"
    )
    marketing_consent_at: Mapped[datetime | None]
    notes: Mapped[str | None] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(
        Text, searched("first_name", "last_name", "email", "phone", "mobile")
    )
