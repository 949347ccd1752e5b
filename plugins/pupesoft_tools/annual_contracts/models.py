"""The rows of the report; a statement computes them."""

from decimal import Decimal

from sqlalchemy import Numeric
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Computed, Currency, Identified


class ContractRow(Computed, Identified):
    """What was sold in a period, and in the same one a year earlier."""

    __tablename__ = "annual_contract_row"

    customer_id: Mapped[int | None]
    department_id: Mapped[int | None]
    group_id: Mapped[int | None]
    currency: Mapped[Currency]
    quantity: Mapped[Decimal] = mapped_column(Numeric(20, 4))
    previous_quantity: Mapped[Decimal] = mapped_column(Numeric(20, 4))
    purchases: Mapped[Decimal] = mapped_column(Numeric(20, 2))
    previous_purchases: Mapped[Decimal] = mapped_column(Numeric(20, 2))
    index: Mapped[Decimal | None] = mapped_column(Numeric(20, 1))
