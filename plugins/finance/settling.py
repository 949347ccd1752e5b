"""What has been paid, credited and written off of invoices."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Numeric,
    Subquery,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from core.declare.aliases import alias
from core.declare.field import Alias
from plugins.finance.enums import InvoiceKind
from plugins.finance.models import Invoice, Payment, WriteOff

NOTHING = literal(0, Numeric(14, 2))


def settled(about: Callable[[Any], ColumnElement[bool]] | None = None) -> Subquery:
    """What was `paid`, `credited` and `written_off`, by `customer_id` and `invoice_id`.

    `about` is a condition on the key of the invoice, such as that of a row of an outer query.
    """
    payment, credit, loss = alias(Payment), alias(Invoice), alias(WriteOff)
    facts = (
        (payment, payment.invoice_id, (payment.amount, NOTHING, NOTHING), ()),
        (
            credit,
            credit.credited_invoice_id,
            (NOTHING, -credit.total, NOTHING),
            (credit.cancelled_on.is_(None),),
        ),
        (loss, loss.invoice_id, (NOTHING, NOTHING, loss.amount), ()),
    )
    arms = []
    for row, key, (paid, credited, written_off), valid in facts:
        arm = select(
            row.customer_id.label("customer_id"),
            key.label("invoice_id"),
            paid.label("paid"),
            credited.label("credited"),
            written_off.label("written_off"),
        ).where(row.archived_at.is_(None), key.is_not(None), *valid)
        if about is not None:
            arm = arm.where(about(key)).correlate_except(row)
        arms.append(arm)
    return union_all(*arms).subquery("settled")


class Settlement:
    """The sums over what was settled, and what follows from them for an invoice."""

    def __init__(self, invoice: Alias, facts: Any) -> None:
        self._invoice = invoice
        self.paid = _sum(facts.c.paid)
        self.credited = _sum(facts.c.credited)
        self.written_off = _sum(facts.c.written_off)

    @property
    def open(self) -> ColumnElement[Decimal]:
        """What is open: nothing of what is void, or set against another invoice."""
        invoice = self._invoice
        rest = invoice.total - self.paid - self.credited - self.written_off
        void = (invoice.cancelled_on.is_not(None)) | (invoice.credited_invoice_id.is_not(None))
        return cast(case((void, 0), else_=rest), Numeric(14, 2))

    @property
    def is_settled(self) -> ColumnElement[bool]:
        """Whether nothing is open; a credit note is open below nought."""
        sign = case((self._invoice.kind == InvoiceKind.CREDIT_NOTE, -1), else_=1)
        return self.open * sign <= 0


def _sum(column: ColumnElement[Any]) -> ColumnElement[Decimal]:
    return func.coalesce(func.sum(column), NOTHING, type_=Numeric(14, 2))


def of_invoice(
    invoice: Alias, value: Callable[[Settlement], ColumnElement[Any]]
) -> ColumnElement[Any]:
    """A value that follows from what was settled of one invoice."""
    facts = settled(lambda key: key == invoice.id)
    found = select(value(Settlement(invoice, facts))).select_from(facts)
    return found.correlate_except(facts).scalar_subquery()
