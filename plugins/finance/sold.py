"""What was sold, line by line."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Numeric,
    Select,
    Subquery,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)

from plugins.finance.enums import InvoiceKind
from plugins.finance.models import Invoice, InvoiceLine


def sold_lines() -> Subquery:
    """A table of all lines that count; see `core.money.sales.SoldLines`.

    An invoice without lines counts as a whole, without department, group and quantity. Cancelled
    and archived invoices do not count.
    """
    return union_all(_lines(), _whole()).subquery("sold_line")


def _lines() -> Select[Any]:
    line = InvoiceLine
    is_credit = Invoice.kind == InvoiceKind.CREDIT_NOTE
    quantity = case((is_credit, -func.abs(line.quantity)), else_=line.quantity)
    found: Select[Any] = (
        select(
            line.customer_id,
            line.invoiced_on.label("day"),
            line.department_id,
            line.group_id,
            quantity.label("quantity"),
            Invoice.currency,
            line.net,
            line.cost,
        )
        .join(Invoice, Invoice.id == line.invoice_id)
        .where(line.archived_at.is_(None))
    )
    return _counting(found)


def _whole() -> Select[Any]:
    none: Any = cast(null(), BigInteger)
    lines = exists().where(InvoiceLine.invoice_id == Invoice.id, InvoiceLine.archived_at.is_(None))
    whole: Any = Invoice
    found: Select[Any] = select(
        whole.customer_id,
        whole.invoiced_on.label("day"),
        none.label("department_id"),
        none.label("group_id"),
        literal(0, Numeric(14, 4)).label("quantity"),
        whole.currency,
        whole.net,
        cast(null(), Numeric(14, 2)).label("cost"),
    )
    return _counting(found).where(~lines)


def _counting(found: Select[Any]) -> Select[Any]:
    return found.where(Invoice.archived_at.is_(None), Invoice.cancelled_on.is_(None))
