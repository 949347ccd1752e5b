"""Fed invoices keep what was settled of them: nothing is open below nought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.reading.rows import keys_parameter
from core.writing import Code, Writing
from plugins.finance.enums import InvoiceKind
from plugins.finance.models import Invoice
from plugins.finance.settling import of_invoice
from plugins.finance.sync.items import InvoiceItem

ZERO = Decimal()


@dataclass
class Bill:
    """An invoice as it is here, and what of it is settled."""

    kind: InvoiceKind
    customer_id: int
    currency: str
    total: Decimal
    credited_invoice_id: int | None
    cancelled_on: date | None
    settled: Decimal

    def allows(self, total: Decimal) -> bool:
        """Whether the invoice may come to so much: settled is at most all of it."""
        rest = total - self.settled
        return rest <= 0 if self.kind is InvoiceKind.CREDIT_NOTE else rest >= 0


async def refuse_oversettled(writing: Writing, items: Sequence[InvoiceItem]) -> None:
    """Refuse items that would leave less than nothing open, of themselves or of what they credit.

    `items` are those that change an invoice, and the credit notes among the new ones.
    """
    keys = {key for item in items for key in (item.key, item.credited_invoice_id) if key}
    found = await _bills(writing, keys) if keys else {}
    for item in items:
        _check(item, found)


async def _bills(writing: Writing, keys: set[int]) -> dict[int, Bill]:
    """Bills by their keys; nobody else settles them until the transaction ends."""
    wanted = keys_parameter(sorted(keys))
    lock = select(Invoice.id).where(Invoice.id == wanted).order_by(Invoice.id)
    await writing.session.execute(lock.with_for_update(key_share=True))
    settled = of_invoice(Invoice, lambda sums: sums.paid + sums.credited + sums.written_off)
    columns: Any = (
        Invoice.id,
        Invoice.kind,
        Invoice.customer_id,
        Invoice.currency,
        Invoice.total,
        Invoice.credited_invoice_id,
        Invoice.cancelled_on,
        settled,
    )
    rows = await writing.session.execute(select(*columns).where(Invoice.id == wanted))
    return {row[0]: Bill(*row[1:]) for row in rows}


def _check(item: InvoiceItem, bills: Mapping[int, Bill]) -> None:
    own, total = bills.get(item.key), _counted(item)
    counts = item.cancelled_on is None
    if own is not None and counts and total != own.total and not own.allows(total):
        text = f"would be {total}, and {own.settled} of it is settled: correct the payments first."
        item.refuse("net" if not item.lines else "lines", text)
        return
    credited = bills.get(item.credited_invoice_id or 0)
    if credited is not None:
        _check_credit(item, credited, total - _credited_before(item, own))
    if own is not None and not item.errors:
        own.total = total


def _check_credit(item: InvoiceItem, credited: Bill, more: Decimal) -> None:
    if (credited.customer_id, credited.currency) != (item.customer_id, item.currency):
        text = "is an invoice of another customer or in another currency: name the right one."
        item.refuse("credited_external_id", text)
    elif credited.kind is InvoiceKind.CREDIT_NOTE:
        item.refuse("credited_external_id", "is a credit note: name an invoice.")
    elif not 0 <= credited.settled - more <= credited.total:
        rest = credited.total - credited.settled
        text = f"is more than is open of the credited invoice, {rest}: send a smaller one."
        item.refuse("net" if not item.lines else "lines", text, Code.INVALID)
    else:
        credited.settled -= more


def _credited_before(item: InvoiceItem, own: Bill | None) -> Decimal:
    """What the note took off the same invoice so far, below nought."""
    if own is None or own.cancelled_on is not None:
        return ZERO
    return own.total if own.credited_invoice_id == item.credited_invoice_id else ZERO


def _counted(item: InvoiceItem) -> Decimal:
    return ZERO if item.cancelled_on is not None else item.net + item.vat
