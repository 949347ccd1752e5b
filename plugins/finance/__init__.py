"""Finance: offers, invoices, payments and delivery holds, from offer to paid."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from core.declare import Contribution
from core.hookspecs import hookimpl
from plugins.finance import fields, hold_types, mutations, queries, types
from plugins.finance.permissions import FinancePermission

depends_on = ()


@hookimpl
def register_types() -> Iterable[type]:
    return [
        types.Offer,
        types.Invoice,
        types.InvoiceLine,
        types.Payment,
        types.WriteOff,
        hold_types.Receivable,
        hold_types.DeliveryStatus,
        hold_types.DeliveryHold,
        hold_types.CreditLimit,
        hold_types.CreditRule,
        hold_types.CreditAlarm,
    ]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields, *fields.FIELDS, *mutations.WRITES]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [FinancePermission]


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")
