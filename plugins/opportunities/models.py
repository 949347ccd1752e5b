"""Opportunities, and the stages they go through."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, iso_currency, not_negative, stored
from core.models import Currency, Money, Record
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
    `closed_on`.
    """

    __tablename__ = "opportunity"
    __table_args__ = (
        CheckConstraint("manual_probability BETWEEN 0 AND 100", name="probability_range"),
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
    search_text: Mapped[str] = mapped_column(Text, searched("name"))
