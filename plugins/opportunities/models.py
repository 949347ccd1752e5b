"""Opportunities, the stages they go through, and how they came to be as they are."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    String,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, KeywordKey, iso_currency, not_negative, stored
from core.models import Base, Currency, Money, Record, Stamped, Versioned
from core.money import SplitMethod
from core.naming import Named
from core.searching import search_index, searched
from plugins.opportunities.enums import StageKind


class Stage(Record):
    """A step of the pipeline. `labels` maps a language to what people read."""

    __tablename__ = "opportunity_stage"
    __table_args__ = (
        CheckConstraint("probability BETWEEN 0 AND 100", name="probability_range"),
        CheckConstraint(
            "kind = 'OPEN' OR probability = CASE kind WHEN 'WON' THEN 100 ELSE 0 END",
            name="probability_of_kind",
        ),
        CheckConstraint("jsonb_typeof(labels) = 'object'", name="labels_object"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    labels: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    position: Mapped[int] = mapped_column(Integer, server_default="0")
    probability: Mapped[int] = mapped_column(Integer)
    kind: Mapped[StageKind] = mapped_column(stored(StageKind, "kind"), server_default="OPEN")


class Opportunity(Record, Named):
    """A chance to sell, with or without a known customer.

    The dates: work began on `engaged_on`, a decision is awaited on `expected_close_on` and came on
    `closed_on`. It is invoiced over `invoicing_months` from `invoicing_starts_on`.
    """

    __tablename__ = "opportunity"
    __table_args__ = (
        CheckConstraint("manual_probability BETWEEN 0 AND 100", name="probability_range"),
        CheckConstraint(
            "invoicing_starts_on BETWEEN '1000-01-01' AND '2999-12-31'",
            name="invoicing_starts_on_range",
        ),
        CheckConstraint("invoicing_months BETWEEN 1 AND 60", name="invoicing_months_range"),
        CheckConstraint(
            "0 <= ALL (split_weights) AND 0 < ANY (split_weights) "
            "AND cardinality(split_weights) <= 60",
            name="split_weights_usable",
        ),
        CheckConstraint(
            "(split_method = 'WEIGHTS') = (split_weights IS NOT NULL)", name="split_weights_given"
        ),
        not_negative("amount"),
        iso_currency(),
        Index("ix_opportunity_name_sort_id", "name_sort", "id"),
        Index("ix_opportunity_customer_id_name_sort_id", "customer_id", "name_sort", "id"),
        search_index("opportunity"),
    )

    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    owner_id: Mapped[EmployeeKey | None]
    stage_id: Mapped[int] = mapped_column(ForeignKey("opportunity_stage.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    offering_area_id: Mapped[int | None] = mapped_column(
        ForeignKey("product_basket.id"), index=True
    )
    amount: Mapped[Money | None]
    currency: Mapped[Currency] = mapped_column(server_default="EUR")
    manual_probability: Mapped[int | None] = mapped_column(Integer)
    engaged_on: Mapped[date | None]
    expected_close_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    lead_source: Mapped[str | None] = mapped_column(String(100))
    lost_reason_id: Mapped[KeywordKey | None]
    invoicing_starts_on: Mapped[date | None]
    invoicing_months: Mapped[int] = mapped_column(Integer, server_default="1")
    split_method: Mapped[SplitMethod] = mapped_column(
        stored(SplitMethod, "split_method"), server_default="EVEN"
    )
    split_weights: Mapped[list[Decimal] | None] = mapped_column(ARRAY(Numeric(12, 4)))
    search_text: Mapped[str] = mapped_column(Text, searched("name"))


class OpportunitySegment(Base):
    """An opportunity belongs to a segment; `customer_id` is the opportunity's."""

    __tablename__ = "opportunity_segment"

    opportunity_id: Mapped[int] = mapped_column(
        ForeignKey("opportunity.id", ondelete="CASCADE"), primary_key=True
    )
    keyword_id: Mapped[KeywordKey] = mapped_column(primary_key=True)
    customer_id: Mapped[int | None]


class OpportunityChange(Base, Stamped, Versioned):
    """What an opportunity became on `day`, and what it was before; the first has nothing before.

    `day` is today in the deployment's time zone when it was recorded. The table only grows, and can
    be partitioned by the month of `day`; but for the opportunity it has no foreign keys.
    """

    __tablename__ = "opportunity_change"
    __log__: ClassVar[bool] = False
    __table_args__ = (
        CheckConstraint("day BETWEEN '1000-01-01' AND '2999-12-31'", name="day_range"),
        CheckConstraint("probability BETWEEN 0 AND 100", name="probability_range"),
        not_negative("amount"),
        iso_currency(),
        Index("ix_opportunity_change_opportunity_id_day_id", "opportunity_id", "day", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True, insert_sentinel=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    customer_id: Mapped[int | None]
    actor_id: Mapped[int | None]
    via: Mapped[str] = mapped_column(String(20))
    stage_id: Mapped[int]
    amount: Mapped[Money | None]
    currency: Mapped[Currency] = mapped_column(server_default="EUR")
    manual_probability: Mapped[int | None] = mapped_column(Integer)
    probability: Mapped[int] = mapped_column(Integer)
    expected_close_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    owner_id: Mapped[int | None]
    old_stage_id: Mapped[int | None]
    old_amount: Mapped[Money | None]
    old_currency: Mapped[Currency | None]
    old_manual_probability: Mapped[int | None] = mapped_column(Integer)
    old_probability: Mapped[int | None] = mapped_column(Integer)
    old_expected_close_on: Mapped[date | None]
    old_closed_on: Mapped[date | None]
    old_owner_id: Mapped[int | None]


class OpportunitySnapshot(Base):
    """What an opportunity was when a day was kept; `team_id` is the team its owner was in.

    The table only grows, but for what is old; it can be partitioned by the month of `day`, and has
    no foreign keys.
    """

    __tablename__ = "opportunity_snapshot"

    day: Mapped[date] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    customer_id: Mapped[int | None]
    stage_id: Mapped[int]
    owner_id: Mapped[int | None]
    team_id: Mapped[int | None]
    offering_area_id: Mapped[int | None]
    amount: Mapped[Money | None]
    currency: Mapped[Currency]
    probability: Mapped[int] = mapped_column(Integer)
    expected_close_on: Mapped[date | None]
