"""What must hold for offers, invoices, payments and write-offs."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select, update

from core.declare.field import Alias
from core.reading.rows import keys_parameter
from core.writing import Draft, Rules
from plugins.finance.balances import check_settling, locked_balances
from plugins.finance.enums import InvoiceKind
from plugins.finance.fed import refuse_fed
from plugins.finance.models import Invoice, InvoiceLine, Payment, WriteOff
from plugins.finance.settling import of_invoice

HANGING: tuple[Any, ...] = (InvoiceLine, Payment, WriteOff)


class OfferRules(Rules):
    """A fed offer is read-only; its answer comes after it was sent, and is one of the two."""

    def check(self, draft: Draft) -> None:
        answered = [n for n in ("accepted_on", "rejected_on") if draft.get(n) is not None]
        if answered and draft.get("sent_on") is None:
            draft.refuse(answered[0], "needs `sentOn`: say when the offer was sent.")
        elif len(answered) > 1:
            draft.refuse("rejected_on", "and `acceptedOn` exclude each other: clear one.")

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        await refuse_fed(self.writing, drafts, "Offer")


class InvoiceRules(Rules):
    """The total is net and tax; net follows from the lines where there are any.

    A credit note has amounts below nought, and is set against an invoice of the same customer and
    currency with so much open. What is settled in part keeps its customer, currency and validity.
    """

    def complete(self, draft: Draft) -> None:
        draft.values["total"] = (draft.get("net") or 0) + (draft.get("vat") or 0)
        if draft.creating and draft.get("due_on") is None:
            draft.values["due_on"] = draft.get("invoiced_on")

    def check(self, draft: Draft) -> None:
        is_note = draft.get("kind") is InvoiceKind.CREDIT_NOTE
        for name in ("net", "vat"):
            amount = draft.get(name) or 0
            if (amount > 0) if is_note else (amount < 0):
                word = "above 0 on a credit note" if is_note else "below 0: make a credit note"
                draft.refuse(name, f"may not be {word}.")
        if not is_note and draft.get("credited_invoice_id") is not None:
            draft.refuse("credited_invoice_id", "stands on credit notes alone: leave it out.")

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        await refuse_fed(self.writing, drafts, "Invoice")
        await self._check_lines([d for d in drafts if not d.creating and d.differs("net")])
        told = ("customer_id", "currency", "kind", "total", "cancelled_on", "archived_at")
        changed = [d for d in drafts if not d.creating and any(map(d.differs, told))]
        await self._check_settled(changed)
        await self._check_credits([d for d in drafts if d.get("credited_invoice_id") is not None])

    async def written(self, drafts: Sequence[Draft]) -> None:
        """What hangs on an invoice follows it."""
        keys = [d.key for d in drafts if not d.creating and d.key]
        for model in HANGING if keys else ():
            values = {"customer_id": Invoice.customer_id}
            if model is InvoiceLine:
                values["invoiced_on"] = Invoice.invoiced_on  # type: ignore[assignment]
            apart = or_(*(getattr(model, n).is_distinct_from(v) for n, v in values.items()))
            await self.writing.session.execute(
                update(model.__table__)
                .where(model.invoice_id == Invoice.id, Invoice.id == keys_parameter(keys), apart)
                .values(values)
            )

    async def _check_lines(self, drafts: Sequence[Draft]) -> None:
        keys = [d.key or 0 for d in drafts]
        having = select(InvoiceLine.invoice_id).where(
            InvoiceLine.invoice_id == keys_parameter(keys), InvoiceLine.archived_at.is_(None)
        )
        found = set(await self.writing.session.scalars(having)) if keys else set()
        for draft in drafts:
            if draft.key in found:
                draft.refuse("net", "follows from the lines of the invoice: change those.")

    async def _check_settled(self, drafts: Sequence[Draft]) -> None:
        keys = [d.key or 0 for d in drafts]
        settled = of_invoice(
            Invoice, lambda sums: or_(sums.paid != 0, sums.credited != 0, sums.written_off != 0)
        )
        statement = select(Invoice.id).where(Invoice.id == keys_parameter(keys), settled)
        found = set(await self.writing.session.scalars(statement)) if keys else set()
        for draft in drafts:
            if draft.key in found:
                draft.refuse("id", "is settled in part: archive its payments and credits first.")

    async def _check_credits(self, drafts: Sequence[Draft]) -> None:
        told = ("credited_invoice_id", "total", "customer_id", "currency", "cancelled_on")
        moved = [d for d in drafts if any(map(d.differs, (*told, "archived_at")))]
        keys = {d.get("credited_invoice_id") for d in moved}
        balances = await locked_balances(self.writing, keys) if keys else {}
        credited = await self._credited(keys)
        for draft in moved:
            key = draft.get("credited_invoice_id")
            if credited.get(key) != (draft.get("customer_id"), draft.get("currency")):
                text = "must be an invoice of the same customer and currency."
                draft.refuse("credited_invoice_id", text)
                continue
            void = draft.get("cancelled_on") is not None or draft.get("archived_at") is not None
            had = (
                0
                if draft.creating or draft.before("credited_invoice_id") != key
                else (draft.before("total"))
            )
            rest = balances[key].open - had + (0 if void else draft.get("total"))
            if not balances[key].allows(rest):
                text = f"is more than is open of the credited invoice, {balances[key].open}."
                draft.refuse("net", text)
            balances[key] = balances[key]._replace(open=rest)

    async def _credited(self, keys: set[int]) -> Mapping[int, tuple[int, str]]:
        statement = select(Invoice.id, Invoice.customer_id, Invoice.currency).where(
            Invoice.id == keys_parameter(sorted(keys)), Invoice.kind == InvoiceKind.INVOICE
        )
        rows = await self.writing.session.execute(statement) if keys else ()
        return {key: (customer, currency) for key, customer, currency in rows}


class SettlingRules(Rules):
    """It belongs to its invoice's customer, and settles no more than what is open.

    An amount below nought takes back what was settled, and never more.
    """

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        await follow_invoice(self, drafts, ("customer_id",))

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        await refuse_fed(self.writing, drafts, drafts[0].writes.entity.name if drafts else "")
        await check_settling(self.writing, [d for d in drafts if d.ok])


async def follow_invoice(rules: Rules, drafts: Sequence[Draft], names: Sequence[str]) -> None:
    """Take values of the invoices that drafts hang on."""
    keys = sorted({d.get("invoice_id") for d in drafts})
    columns = [getattr(Invoice, name) for name in names]
    statement = select(Invoice.id, *columns).where(Invoice.id == keys_parameter(keys))
    rows = await rules.writing.session.execute(statement) if keys else ()
    found = {row[0]: row[1:] for row in rows}
    for draft in drafts:
        draft.values.update(zip(names, found[draft.get("invoice_id")], strict=True))


def is_valid_invoice(row: Alias) -> ColumnElement[bool]:
    """Invoices that are not cancelled, and no credit notes that are set against another."""
    valid: ColumnElement[bool] = row.cancelled_on.is_(None) & row.credited_invoice_id.is_(None)
    return func.coalesce(valid, false())
