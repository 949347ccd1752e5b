"""Rows of finance with what every row needs; a test says what matters to it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from plugins.finance.enums import InvoiceKind
from plugins.finance.hold_models import CreditLimit, CreditRule, DeliveryHold
from plugins.finance.models import Invoice, InvoiceLine, Offer, Payment, WriteOff
from tests.api import Api, MovableClock

DAY = date(2026, 3, 1)
"""A day before that of the tests' clock, 2026-03-15."""


def offer(key: int, customer_id: int, **values: Any) -> Offer:
    standard = {"number": f"O{key}", "amount": Decimal("100.00"), "currency": "EUR"}
    return Offer(id=key, customer_id=customer_id, **{**standard, **values})


def invoice(key: int, customer_id: int, net: str = "100.00", **values: Any) -> Invoice:
    standard = {
        "number": f"I{key}",
        "invoiced_on": DAY,
        "due_on": date(2026, 3, 31),
        "currency": "EUR",
        "net": Decimal(net),
        "vat": Decimal(0),
        "total": Decimal(net),
        "kind": InvoiceKind.CREDIT_NOTE if net.startswith("-") else InvoiceKind.INVOICE,
    }
    return Invoice(id=key, customer_id=customer_id, **{**standard, **values})


def line(key: int, invoice_id: int, customer_id: int, net: str, **values: Any) -> InvoiceLine:
    standard = {"position": key, "invoiced_on": DAY, "net": Decimal(net)}
    return InvoiceLine(
        id=key, invoice_id=invoice_id, customer_id=customer_id, **{**standard, **values}
    )


def payment(key: int, invoice_id: int, customer_id: int, amount: str, **values: Any) -> Payment:
    return Payment(
        id=key,
        invoice_id=invoice_id,
        customer_id=customer_id,
        amount=Decimal(amount),
        **{"paid_on": DAY, **values},
    )


def write_off(key: int, invoice_id: int, customer_id: int, amount: str, **values: Any) -> WriteOff:
    return WriteOff(
        id=key,
        invoice_id=invoice_id,
        customer_id=customer_id,
        amount=Decimal(amount),
        **{"written_off_on": DAY, "reason": "Bankrupt", **values},
    )


def limit(key: int, customer_id: int, amount: str, **values: Any) -> CreditLimit:
    return CreditLimit(id=key, customer_id=customer_id, amount=Decimal(amount), **values)


def rule(key: int, kind: str, threshold: str, **values: Any) -> CreditRule:
    return CreditRule(
        id=key, kind=kind, threshold=Decimal(threshold), **{"name": f"Rule {key}", **values}
    )


def hold(key: int, customer_id: int, level: str = "ALL", **values: Any) -> DeliveryHold:
    standard = {"reason": "Late", "since": datetime(2026, 3, 1, tzinfo=UTC)}
    return DeliveryHold(id=key, customer_id=customer_id, level=level, **{**standard, **values})


def on(api: Api, day: date) -> None:
    """Move the clock to noon of a day."""
    clock = api.deployment.clock
    assert isinstance(clock, MovableClock)
    clock.instant = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
