"""The tables of the benchmark's plugin."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core import Base, Currency, Identified, Money


class MoneyCell(Base, Identified):
    """What is planned with a customer in a month and an offering area."""

    __tablename__ = "bench_money_cell"
    __table_args__ = (
        Index("ix_bench_money_cell_customer_id_month_id", "customer_id", "month", "id"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    month: Mapped[date]
    offering_area_id: Mapped[int] = mapped_column(ForeignKey("product_basket.id"))
    amount: Mapped[Money]
    currency: Mapped[Currency]


class OpportunityChange(Base, Identified):
    """A field of an opportunity got another value."""

    __tablename__ = "bench_opportunity_change"
    __table_args__ = (
        Index("ix_bench_opportunity_change_opportunity_id_at_id", "opportunity_id", "at", "id"),
    )

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    at: Mapped[datetime]
    field: Mapped[str] = mapped_column(String(60))
    old_value: Mapped[str | None] = mapped_column(String(200))
    new_value: Mapped[str | None] = mapped_column(String(200))
