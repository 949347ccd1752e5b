"""The customer: its own data, and its segments."""

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import (
    BusinessId,
    Country,
    Email,
    EmployeeKey,
    KeywordKey,
    Lines,
    LocaleCode,
    Phone,
    SortKey,
    VatId,
    e164,
    iso_country,
    iso_currency,
    lower_case,
    not_negative,
    stored,
)
from core.customers.enums import CustomerStatus
from core.match_keys import company_key, identifier_key
from core.models import Base, Currency, Money, Record
from core.naming import Named
from core.searching import search_index, searched

STATUS = (
    "CASE WHEN archived_at IS NOT NULL THEN 'ARCHIVED' WHEN prospect THEN 'PROSPECT' "
    "ELSE 'ACTIVE' END"
)


class Addressed:
    """Where bills and goods go; a street may have several lines."""

    billing_street: Mapped[Lines | None]
    billing_postal_code: Mapped[str | None] = mapped_column(String(20))
    billing_city: Mapped[str | None] = mapped_column(String(100))
    billing_country: Mapped[Country | None]
    delivery_street: Mapped[Lines | None]
    delivery_postal_code: Mapped[str | None] = mapped_column(String(20))
    delivery_city: Mapped[str | None] = mapped_column(String(100))
    delivery_country: Mapped[Country | None]


class Customer(Record, Named, Addressed):
    """An organisation we sell to or hope to; its status follows from prospect and archived_at."""

    __tablename__ = "customer"
    __table_args__ = (
        CheckConstraint("parent_id <> id", name="parent_other"),
        CheckConstraint("founded_year BETWEEN 1000 AND 2999", name="founded_year_range"),
        not_negative("employee_count"),
        not_negative("annual_revenue"),
        lower_case("email"),
        e164("phone"),
        iso_country("billing_country"),
        iso_country("delivery_country"),
        iso_currency(),
        Index("ix_customer_name_sort_id", "name_sort", "id"),
        Index("ix_customer_bare_name_sort_id", "bare_name_sort", "id"),
        Index("ix_customer_company_key_id", "company_key", "id"),
        Index("ix_customer_business_key_id", "business_key", "id"),
        search_index("customer"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    business_id: Mapped[BusinessId | None] = mapped_column(index=True)
    vat_id: Mapped[VatId | None] = mapped_column(index=True)
    legal_form: Mapped[str | None] = mapped_column(String(60))
    prospect: Mapped[bool] = mapped_column(server_default=false())
    status: Mapped[CustomerStatus] = mapped_column(
        stored(CustomerStatus, "status"), Computed(STATUS, persisted=True), index=True
    )
    phone: Mapped[Phone | None]
    email: Mapped[Email | None] = mapped_column(index=True)
    website: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[LocaleCode | None]
    currency: Mapped[Currency] = mapped_column(server_default="EUR")
    department_id: Mapped[KeywordKey | None]
    district_id: Mapped[KeywordKey | None]
    industry_id: Mapped[KeywordKey | None]
    state_id: Mapped[KeywordKey | None]
    annual_revenue: Mapped[Money | None]
    employee_count: Mapped[int | None] = mapped_column(Integer)
    founded_year: Mapped[int | None] = mapped_column(Integer)
    owner_id: Mapped[EmployeeKey | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    search_text: Mapped[str] = mapped_column(
        Text, searched("number", "name", "business_id", "email", "phone", "billing_city")
    )
    bare_name: Mapped[str] = mapped_column(Text, Computed("bare_name(name)", persisted=True))
    bare_name_sort: Mapped[SortKey] = mapped_column(
        Computed("bare_name(name_sort)", persisted=True)
    )
    company_key: Mapped[str | None] = mapped_column(Text, company_key("name"))
    business_key: Mapped[str | None] = mapped_column(Text, identifier_key("business_id"))


class CustomerSegment(Base):
    """A customer belongs to a segment."""

    __tablename__ = "customer_segment"

    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True
    )
    keyword_id: Mapped[int] = mapped_column(ForeignKey("keyword.id"), primary_key=True, index=True)
