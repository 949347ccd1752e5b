"""Leads: what is known of somebody who may buy, before there is a customer."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import (
    BusinessId,
    Country,
    CustomerKey,
    Email,
    EmployeeKey,
    Lines,
    Phone,
    e164,
    iso_country,
    iso_currency,
    lower_case,
    not_negative,
    stored,
)
from core.contacts.enums import Consent
from core.match_keys import company_key, identifier_key
from core.models import Currency, Money, Record
from core.naming import Sorted
from core.searching import search_index, searched
from plugins.leads.enums import LeadRating, LeadStatus

PERSON = "trim(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))"
NAME = f"coalesce(company, nullif({PERSON}, ''), email, phone)"
LINKED = "coalesce(customer_id, contact_id, opportunity_id) IS NOT NULL"


class Converted:
    """What a lead became; all null until it is converted here.

    `converted_with` is `convertLead`, or the id of the module tool. The key of the opportunity has
    no constraint, because the plugin that keeps opportunities may be missing.
    """

    converted_at: Mapped[datetime | None]
    converted_by_id: Mapped[EmployeeKey | None]
    converted_with: Mapped[str | None] = mapped_column(String(100))
    customer_id: Mapped[CustomerKey | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(index=True)


class Lead(Record, Sorted, Converted):
    """Somebody who may buy. `data` is what a web form or another system told besides."""

    __tablename__ = "lead"
    __table_args__ = (
        CheckConstraint(
            "(status = 'DISQUALIFIED') = (disqualified_reason IS NOT NULL)", name="reason_given"
        ),
        CheckConstraint("status = 'CONVERTED' OR converted_at IS NULL", name="status_converted"),
        CheckConstraint(f"converted_at IS NOT NULL OR NOT ({LINKED})", name="linked_converted"),
        CheckConstraint("jsonb_typeof(data) = 'object'", name="data_object"),
        not_negative("amount"),
        iso_currency(),
        iso_country("country"),
        lower_case("email"),
        e164("phone"),
        Index("ix_lead_created_at_id", "created_at", "id"),
        Index("ix_lead_name_sort_id", "name_sort", "id"),
        Index("ix_lead_status_created_at_id", "status", "created_at", "id"),
        Index("ix_lead_email_id", "email", "id"),
        Index("ix_lead_company_key_id", "company_key", "id"),
        Index("ix_lead_business_key_id", "business_key", "id"),
        search_index("lead"),
    )
    sorts_by: ClassVar[tuple[str, ...]] = ("company", "last_name", "first_name")

    company: Mapped[str | None] = mapped_column(String(200))
    business_id: Mapped[BusinessId | None]
    first_name: Mapped[str | None] = mapped_column(String(100))
    last_name: Mapped[str | None] = mapped_column(String(100))
    name: Mapped[str | None] = mapped_column(String(254), Computed(NAME, persisted=True))
    title: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[Email | None]
    phone: Mapped[Phone | None]
    website: Mapped[str | None] = mapped_column(String(200))
    street: Mapped[Lines | None]
    postal_code: Mapped[str | None] = mapped_column(String(20))
    city: Mapped[str | None] = mapped_column(String(100))
    country: Mapped[Country | None]
    lead_source: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[LeadStatus] = mapped_column(stored(LeadStatus, "status"), server_default="NEW")
    disqualified_reason: Mapped[str | None] = mapped_column(String(200))
    rating: Mapped[LeadRating | None] = mapped_column(stored(LeadRating, "rating"))
    amount: Mapped[Money | None]
    currency: Mapped[Currency] = mapped_column(server_default="EUR")
    notes: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[EmployeeKey | None]
    marketing_consent: Mapped[Consent] = mapped_column(
        stored(Consent, "marketing_consent"), server_default="UNKNOWN"
    )
    marketing_consent_at: Mapped[datetime | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    company_key: Mapped[str | None] = mapped_column(Text, company_key("company"))
    business_key: Mapped[str | None] = mapped_column(Text, identifier_key("business_id"))
    search_text: Mapped[str] = mapped_column(
        Text,
        searched("company", "first_name", "last_name", "business_id", "email", "phone", "city"),
    )
