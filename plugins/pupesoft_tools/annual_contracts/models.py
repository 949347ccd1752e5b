"""The rows of the report, which a statement computes, and what was sent to whom."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, stored
from core.models import Base, Computed, Currency, Identified
from plugins.pupesoft_tools.annual_contracts.enums import ContractFormat, ContractRecipients


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


class ContractMailing(Base, Identified):
    """A comparison that was sent to others: of which period, from which threshold on."""

    __tablename__ = "annual_contract_mailing"
    __log__: ClassVar[bool] = False

    sender_id: Mapped[EmployeeKey]
    first_day: Mapped[date]
    last_day: Mapped[date]
    threshold: Mapped[Decimal | None] = mapped_column(Numeric(20, 2))
    format: Mapped[ContractFormat] = mapped_column(stored(ContractFormat, "format"))
    recipients: Mapped[ContractRecipients] = mapped_column(stored(ContractRecipients, "recipients"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ContractLetter(Base, Identified):
    """What one recipient gets: the sales of some customers. A second one with its key is not made.

    It has an e-mail as soon as that is in the outbox, or an error if it never will be.
    """

    __tablename__ = "annual_contract_letter"
    __log__: ClassVar[bool] = False
    __table_args__ = (UniqueConstraint("idempotency_key"),)

    mailing_id: Mapped[int] = mapped_column(
        ForeignKey("annual_contract_mailing.id", ondelete="CASCADE"), index=True
    )
    customer_id: Mapped[int | None] = mapped_column(
        ForeignKey("customer.id", ondelete="CASCADE"), index=True
    )
    employee_id: Mapped[EmployeeKey | None]
    customers: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10))
    idempotency_key: Mapped[str] = mapped_column(String(400))
    email_id: Mapped[int | None] = mapped_column(ForeignKey("email.id"), index=True)
    error: Mapped[str | None] = mapped_column(Text)
