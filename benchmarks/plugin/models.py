"""The table of the benchmark's plugin."""

from datetime import date

from sqlalchemy import ForeignKey, Index
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
