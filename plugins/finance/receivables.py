"""What customers owe by age, and whether more may be delivered, as tables PostgreSQL computes."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Numeric,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, declared_attr

from core.customers.models import Customer
from core.models import Base
from plugins.finance.enums import AgeBand, HoldLevel, InvoiceKind
from plugins.finance.hold_models import DeliveryHold
from plugins.finance.models import Invoice, Payment
from plugins.finance.settling import Settlement, settled
from plugins.finance.states import age

BOUNDS = (
    (AgeBand.NOT_DUE, None, 0),
    (AgeBand.DAYS_1_TO_30, 1, 30),
    (AgeBand.DAYS_31_TO_60, 31, 60),
    (AgeBand.DAYS_61_TO_90, 61, 90),
    (AgeBand.OVER_90, 91, None),
)
"""The first and last day after the due date of each band."""


def open_invoices() -> Subquery:
    """Every invoice with something open: customer, currency, age in days, open amount.

    Money that is owed to a customer, by a credit note that is not set against an invoice, is below
    nought and as old as nothing.
    """
    facts = settled()
    bill: Any = aliased(Invoice)
    sums = Settlement(bill, facts)
    tied = and_(facts.c.customer_id == bill.customer_id, facts.c.invoice_id == bill.id)
    days = case((bill.kind == InvoiceKind.CREDIT_NOTE, 0), else_=age(bill.due_on))
    return (
        select(
            bill.id,
            bill.customer_id,
            bill.currency,
            days.label("days"),
            sums.open.label("open"),
        )
        .outerjoin(facts, tied)
        .where(bill.archived_at.is_(None), bill.cancelled_on.is_(None))
        .group_by(bill.id)
        .having(sums.open != 0)
        .subquery("open_invoice")
    )


def _sums() -> Subquery:
    bill = open_invoices()

    def total(*conditions: ColumnElement[bool]) -> ColumnElement[Any]:
        found = func.sum(bill.c.open)
        chosen = found.filter(*conditions) if conditions else found
        return cast(func.coalesce(chosen, 0), Numeric(20, 2))

    return (
        select(
            func.min(bill.c.id).label("id"),
            bill.c.customer_id,
            bill.c.currency,
            func.count().label("count"),
            total().label("open_amount"),
            total(bill.c.days > 0).label("overdue_amount"),
            cast(func.max(bill.c.days).filter(bill.c.days > 0), Integer).label("days_overdue"),
            *(
                total(_within(bill.c.days, *days)).label(band.name.lower())
                for band, *days in BOUNDS
            ),
        )
        .group_by(bill.c.customer_id, bill.c.currency)
        .subquery("receivable")
    )


def _within(days: ColumnElement[int], first: int | None, last: int | None) -> ColumnElement[bool]:
    if first is None:
        return days <= last
    return days >= first if last is None else days.between(first, last)


class Receivable(Base):
    """What a customer owes in one currency, by age. `id` is the lowest key among the invoices."""

    __table__ = _sums()

    customer_id: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"primary_key": [cls.__table__.c.id]}


def _deliveries() -> Subquery:
    hold, owed = aliased(DeliveryHold), open_invoices()
    late = select(owed.c.id).where(owed.c.customer_id == Customer.id, owed.c.days > 0)
    paid = select(func.max(Payment.paid_on)).where(
        Payment.customer_id == Customer.id, Payment.archived_at.is_(None)
    )
    free = hold.level.is_(None)
    return (
        select(
            Customer.id,
            Customer.id.label("customer_id"),
            func.coalesce(hold.level, "NONE", type_=hold.level.type).label("hold"),
            hold.reason.label("reason"),
            hold.since.label("since"),
            hold.set_by_id.label("set_by_id"),
            hold.rule_id.label("rule_id"),
            or_(free, hold.level == HoldLevel.INVOICE).label("may_ship"),
            or_(free, hold.level == HoldLevel.SHIP).label("may_invoice"),
            late.exists().label("has_overdue"),
            paid.scalar_subquery().label("last_paid_on"),
        )
        .outerjoin(hold, and_(hold.customer_id == Customer.id, hold.ended_at.is_(None)))
        .subquery("delivery_status")
    )


class DeliveryStatus(Base):
    """Whether more may be delivered to a customer; `id` is the customer's key."""

    __table__ = _deliveries()

    customer_id: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"primary_key": [cls.__table__.c.id]}
