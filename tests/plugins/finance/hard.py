"""Rows of finance that are hard to show, for the comparison of both ways to read."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.models import Base
from plugins.finance.hold_models import CreditAlarm
from tests.plugins.finance import rows

TODAY = date(2026, 3, 15)
LATE = (0, -1, 1, 30, 31, 60, 90, 91)
"""Days after the due date."""

PAID = (None, "0.01", "100.00", None, "99.99", "-5.00", None, "30.00")


def hard_money(texts: Sequence[str], first: int) -> Iterator[Base]:
    """Offers, invoices of every age and state, holds and rules, for customers from a key on."""
    for n, text in enumerate(texts):
        key = first + n
        day = date.min if n == 7 else TODAY - timedelta(days=10 * n)
        yield rows.offer(
            key,
            key,
            number=text[:40],
            owner_id=(2, None)[n % 2],
            opportunity_id=(None, key)[n % 2],
            sent_on=None if n == 0 else day,
            valid_until=(None, TODAY, date.max)[n % 3],
            accepted_on=TODAY if n == 5 else None,
        )
        yield from _billed(key, n, text)
        yield rows.hold(key, key, ("SHIP", "INVOICE", "ALL")[n % 3], reason=text[:200])
        yield rows.limit(key, key, ("0.00", "999999999999.99")[n % 2])
        yield rows.rule(key, "DAYS_OVERDUE", str(n), name=text[:200])
        yield CreditAlarm(
            id=key, customer_id=key, rule_id=key, raised_at=datetime(2026, 1, 1, tzinfo=UTC)
        )


def _billed(key: int, n: int, text: str) -> Iterator[Base]:
    due = TODAY - timedelta(days=LATE[n % len(LATE)])
    yield rows.invoice(
        key,
        key,
        ("100.00", "999999999999.99")[n == 6],
        invoiced_on=date.min if n == 7 else due - timedelta(days=30),
        due_on=due,
        currency=("EUR", "USD")[n % 2],
        opportunity_id=key,
        seller_id=2,
        cancelled_on=TODAY if n == 3 else None,
    )
    yield rows.invoice(
        key + 100,
        key,
        "-10.00",
        currency=("EUR", "USD")[n % 2],
        credited_invoice_id=(key, None)[n % 2],
    )
    yield rows.line(
        key, key, key, "100.00", position=1, description=text, product_id=1, cost=Decimal(n)
    )
    if (paid := PAID[n % len(PAID)]) is not None:
        yield rows.payment(key, key, key, paid, reference=text[:100])
    if n % 4 == 0:
        yield rows.write_off(key, key, key, "20.00", reason=text)
