"""Actual invoicing: what was invoiced, per customer, offering area, month and currency."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    Numeric,
    Select,
    Subquery,
    cast,
    exists,
    func,
    null,
    select,
    union_all,
)

from plugins.finance.models import Invoice, InvoiceLine


def actual_invoicing(first: date | None = None, last: date | None = None) -> Subquery:
    """A table with `customer_id`, `offering_area_id` (null where a line has none), `month` (its
    first day), `currency` and `amount`, net of tax, for invoices from the first day to the last.

    Credit notes count below nought in their own month, cancelled and archived invoices not at all.
    An invoice without lines counts as a whole, without an offering area.
    """
    facts = union_all(*(_within(part, first, last) for part in (_lines(), _whole()))).subquery()
    return (
        select(
            facts.c.customer_id,
            facts.c.offering_area_id,
            facts.c.month,
            facts.c.currency,
            cast(func.sum(facts.c.net), Numeric(20, 2)).label("amount"),
        )
        .group_by(facts.c.customer_id, facts.c.offering_area_id, facts.c.month, facts.c.currency)
        .subquery("actual_invoicing")
    )


def _lines() -> Select[Any]:
    return _invoiced(InvoiceLine.offering_area_id, InvoiceLine.net).join(
        InvoiceLine,
        (InvoiceLine.invoice_id == Invoice.id) & InvoiceLine.archived_at.is_(None),
    )


def _whole() -> Select[Any]:
    lines = exists().where(InvoiceLine.invoice_id == Invoice.id, InvoiceLine.archived_at.is_(None))
    return _invoiced(cast(null(), BigInteger), Invoice.net).where(~lines, Invoice.net != 0)


def _invoiced(area: Any, net: Any) -> Select[Any]:
    month = cast(func.date_trunc("month", Invoice.invoiced_on), Date)
    return (
        select(
            Invoice.customer_id,
            area.label("offering_area_id"),
            month.label("month"),
            Invoice.currency,
            net.label("net"),
        )
        .select_from(Invoice)
        .where(Invoice.archived_at.is_(None), Invoice.cancelled_on.is_(None))
    )


def _within(part: Select[Any], first: date | None, last: date | None) -> Select[Any]:
    if first is not None:
        part = part.where(Invoice.invoiced_on >= first)
    if last is not None:
        part = part.where(Invoice.invoiced_on <= last)
    return part
