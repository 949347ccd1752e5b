"""Offers, invoices with their lines, payments and write-offs: facts alone."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, KeywordKey, interval, iso_currency, not_negative, stored
from core.models import Currency, Money, Record
from plugins.finance.enums import InvoiceKind

CustomerKey = Annotated[int, mapped_column(ForeignKey("customer.id"))]
Quantity = Annotated[Decimal, mapped_column(Numeric(14, 4))]
"""A quantity or unit price, with four decimals."""

Number = Annotated[str, mapped_column(String(40))]


class Offer(Record):
    """What was offered to a customer, without tax.

    `opportunity_id` has no constraint, because the plugin that keeps opportunities may be missing.
    """

    __tablename__ = "finance_offer"
    __table_args__ = (
        not_negative("amount"),
        iso_currency(),
        interval("sent_on", "valid_until"),
        interval("sent_on", "accepted_on"),
        interval("sent_on", "rejected_on"),
        CheckConstraint(
            "sent_on IS NOT NULL OR (accepted_on IS NULL AND rejected_on IS NULL)",
            name="sent_on_first",
        ),
        CheckConstraint("accepted_on IS NULL OR rejected_on IS NULL", name="rejected_on_or_not"),
        Index("ix_finance_offer_customer_id_sent_on", "customer_id", "sent_on"),
    )

    number: Mapped[Number] = mapped_column(index=True)
    customer_id: Mapped[CustomerKey]
    opportunity_id: Mapped[int | None] = mapped_column(index=True)
    owner_id: Mapped[EmployeeKey | None]
    amount: Mapped[Money]
    currency: Mapped[Currency] = mapped_column(server_default="EUR")
    sent_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    accepted_on: Mapped[date | None]
    rejected_on: Mapped[date | None]


class Invoice(Record):
    """A bill, or a credit note with negative amounts; `net` is what its lines add up to.

    `content_hash` is that of the item a feed last brought, so that repeating it changes nothing.
    """

    __tablename__ = "finance_invoice"
    __table_args__ = (
        iso_currency(),
        interval("invoiced_on", "due_on"),
        CheckConstraint("total = net + vat", name="total_sum"),
        CheckConstraint(
            "CASE kind WHEN 'INVOICE' THEN net >= 0 AND total >= 0 ELSE net <= 0 AND total <= 0 "
            "END",
            name="net_sign",
        ),
        CheckConstraint(
            "credited_invoice_id IS NULL OR kind = 'CREDIT_NOTE'", name="credited_invoice_id_kind"
        ),
        Index("ix_finance_invoice_customer_id_invoiced_on", "customer_id", "invoiced_on"),
        Index("ix_finance_invoice_invoiced_on_id", "invoiced_on", "id"),
        Index("ix_finance_invoice_due_on_id", "due_on", "id"),
    )

    number: Mapped[Number] = mapped_column(index=True)
    customer_id: Mapped[CustomerKey]
    kind: Mapped[InvoiceKind] = mapped_column(stored(InvoiceKind, "kind"), server_default="INVOICE")
    credited_invoice_id: Mapped[int | None] = mapped_column(
        ForeignKey("finance_invoice.id"), index=True
    )
    opportunity_id: Mapped[int | None] = mapped_column(index=True)
    seller_id: Mapped[EmployeeKey | None]
    invoiced_on: Mapped[date]
    due_on: Mapped[date]
    currency: Mapped[Currency] = mapped_column(server_default="EUR")
    net: Mapped[Money] = mapped_column(server_default="0")
    vat: Mapped[Money] = mapped_column(server_default="0")
    total: Mapped[Money] = mapped_column(server_default="0")
    cancelled_on: Mapped[date | None]
    content_hash: Mapped[bytes | None] = mapped_column(LargeBinary)


class InvoiceLine(Record):
    """What was sold, with the department, product group and offering area of that time.

    `invoiced_on` is the invoice's, so that the table can be partitioned by month.
    """

    __tablename__ = "finance_invoice_line"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_range"),
        CheckConstraint("discount BETWEEN 0 AND 100", name="discount_range"),
        Index("uq_finance_invoice_line_invoice_id_position", "invoice_id", "position", unique=True),
        Index(
            "ix_finance_invoice_line_customer_id_invoiced_on",
            "customer_id",
            "invoiced_on",
            "offering_area_id",
        ),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("finance_invoice.id"))
    customer_id: Mapped[CustomerKey]
    invoiced_on: Mapped[date]
    position: Mapped[int] = mapped_column(Integer)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    department_id: Mapped[KeywordKey | None]
    group_id: Mapped[KeywordKey | None]
    offering_area_id: Mapped[int | None] = mapped_column(
        ForeignKey("product_basket.id"), index=True
    )
    description: Mapped[str | None] = mapped_column(String(200))
    quantity: Mapped[Quantity] = mapped_column(server_default="1")
    unit_price: Mapped[Quantity | None]
    discount: Mapped[Quantity] = mapped_column(server_default="0")
    net: Mapped[Money] = mapped_column(server_default="0")
    cost: Mapped[Money | None]


class Payment(Record):
    """Money that came for an invoice; a negative amount was paid back."""

    __tablename__ = "finance_payment"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        Index("ix_finance_payment_customer_id_paid_on", "customer_id", "paid_on"),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("finance_invoice.id"), index=True)
    customer_id: Mapped[CustomerKey]
    paid_on: Mapped[date]
    amount: Mapped[Money]
    reference: Mapped[str | None] = mapped_column(String(100))


class WriteOff(Record):
    """A part of an invoice that nobody will pay."""

    __tablename__ = "finance_write_off"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        Index("ix_finance_write_off_customer_id", "customer_id"),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("finance_invoice.id"), index=True)
    customer_id: Mapped[CustomerKey]
    written_off_on: Mapped[date]
    amount: Mapped[Money]
    reason: Mapped[str] = mapped_column(String(200))
