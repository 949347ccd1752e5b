"""What is open of invoices while it is being settled."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select

from core.reading.rows import keys_parameter
from core.writing import Draft, Writing
from plugins.finance.models import Invoice
from plugins.finance.settling import of_invoice

ZERO = Decimal()


class Balance(NamedTuple):
    """The total of an invoice, and what of it is open."""

    total: Decimal
    open: Decimal

    def allows(self, rest: Decimal) -> bool:
        """Whether so much may be left open: neither more than all nor less than nothing."""
        return min(self.total, ZERO) <= rest <= max(self.total, ZERO)


async def locked_balances(writing: Writing, keys: Iterable[int]) -> dict[int, Balance]:
    """The balances of invoices, which nobody else settles until the transaction ends."""
    wanted = keys_parameter(sorted(set(keys)))
    lock = select(Invoice.id).where(Invoice.id == wanted).order_by(Invoice.id)
    await writing.session.execute(lock.with_for_update(key_share=True))
    rest = of_invoice(Invoice, lambda sums: sums.open)
    rows = await writing.session.execute(
        select(Invoice.id, Invoice.total, rest).where(Invoice.id == wanted)
    )
    return {key: Balance(total, open_) for key, total, open_ in rows}


async def check_settling(writing: Writing, drafts: Sequence[Draft]) -> None:
    """Refuse amounts of payments and write-offs beyond what is open, one after the other."""
    moved = [d for d in drafts if any(map(d.differs, ("amount", "invoice_id", "archived_at")))]
    if not moved:
        return
    keys = {k for d in moved for k in (d.get("invoice_id"), d.before("invoice_id")) if k}
    balances = await locked_balances(writing, keys)
    for draft in moved:
        _settle(draft, balances)


def _settle(draft: Draft, balances: dict[int, Balance]) -> None:
    key = draft.get("invoice_id")
    balance, freed = balances[key], _freed(draft, balances)
    counts = draft.get("archived_at") is None
    rest = balance.open + (freed if draft.before("invoice_id") == key else ZERO)
    rest -= draft.get("amount") if counts else ZERO
    if counts and not balance.allows(rest):
        text = f"is beyond the open amount of the invoice, {balance.open}: correct one of the two."
        draft.refuse("amount", text)
        return
    if freed and draft.before("invoice_id") != key:
        old = balances[draft.before("invoice_id")]
        balances[draft.before("invoice_id")] = old._replace(open=old.open + freed)
    balances[key] = balance._replace(open=rest)


def _freed(draft: Draft, balances: Mapping[int, Balance]) -> Decimal:
    """What the row has settled so far, and would not any more."""
    if draft.creating or draft.before("archived_at") is not None:
        return ZERO
    amount: Decimal = draft.before("amount")
    return amount
