"""The GraphQL types of receivables, delivery holds and credit rules."""

from datetime import date, datetime
from decimal import Decimal

from core.declare import Node, column, entity, expression, one
from core.visibility import everyone
from plugins.finance import hold_models, receivables
from plugins.finance.enums import HoldLevel
from plugins.finance.permissions import FinancePermission
from plugins.finance.types import CUSTOMER, VERSION


@entity(
    receivables.Receivable,
    read=FinancePermission.READ,
    visible=CUSTOMER,
    order={"currency": "ASC"},
)
class Receivable:
    """What a customer owes in one currency, by age: open invoices less open credit notes."""

    customer = one("Customer", "The customer who owes it.")
    currency = column("Currency of the amounts, ISO 4217.")
    count = expression(int, "How many invoices are open.", lambda row, viewer: row.count)
    open_amount = expression(Decimal, "All that is open.", lambda row, viewer: row.open_amount)
    overdue_amount = expression(
        Decimal, "What is open past its due date.", lambda row, viewer: row.overdue_amount
    )
    days_overdue = expression(
        int | None,
        "Days since the oldest due date that has passed; null if none has.",
        lambda row, viewer: row.days_overdue,
    )
    not_due = expression(Decimal, "Not due before today.", lambda row, viewer: row.not_due)
    days_1_to_30 = expression(
        Decimal, "1 to 30 days overdue.", lambda row, viewer: row.days_1_to_30
    )
    days_31_to_60 = expression(
        Decimal, "31 to 60 days overdue.", lambda row, viewer: row.days_31_to_60
    )
    days_61_to_90 = expression(
        Decimal, "61 to 90 days overdue.", lambda row, viewer: row.days_61_to_90
    )
    over_90 = expression(Decimal, "91 days overdue or more.", lambda row, viewer: row.over_90)


@entity(receivables.DeliveryStatus, read=FinancePermission.READ_HOLDS, visible=CUSTOMER)
class DeliveryStatus:
    """Whether more may be delivered to a customer; without amounts."""

    customer = one("Customer", "The customer.")
    hold = expression(HoldLevel, "What is held; NONE if nothing is.", lambda row, viewer: row.hold)
    reason = expression(str | None, "Why; null if nothing is held.", lambda row, viewer: row.reason)
    since = expression(datetime | None, "Since when.", lambda row, viewer: row.since)
    set_by = one("Employee", "Who set the hold; null if a rule did.")
    may_ship = expression(
        bool, "Whether new shipments may go out.", lambda row, viewer: row.may_ship
    )
    may_invoice = expression(
        bool, "Whether new invoices may be made.", lambda row, viewer: row.may_invoice
    )
    has_overdue = expression(
        bool, "Whether an invoice is overdue.", lambda row, viewer: row.has_overdue
    )
    last_paid_on = expression(
        date | None, "The day of the last payment.", lambda row, viewer: row.last_paid_on
    )


@entity(
    hold_models.DeliveryHold,
    read=FinancePermission.READ_HOLDS,
    visible=CUSTOMER,
    order={"since": "DESC"},
)
class DeliveryHold(Node):
    """A time in which something was not to be done for a customer; confirmed orders go on."""

    customer = one("Customer", "The customer.")
    level = column("What is held.")
    reason = column("Why, at most 200 characters.")
    since = column("When it began.")
    set_by = one("Employee", "Who set it; null if a rule did.")
    rule = one("CreditRule", "The rule that set it; null if an employee did.")
    ended_at = column("When it ended; null while it holds.")
    ended_by = one("Employee", "Who ended it; null if it holds, or the rule no longer applied.")


@entity(hold_models.CreditLimit, read=FinancePermission.READ, visible=CUSTOMER)
class CreditLimit(Node):
    """How much a customer may owe."""

    customer = one("Customer", "The customer; it has one limit at most.")
    amount = column("The most that may be open, tax included, in `currency`; at least 0.")
    currency = column("Currency of the limit, ISO 4217; what is open in others does not count.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column(VERSION)


@entity(hold_models.CreditRule, read=FinancePermission.READ_HOLDS, visible=everyone)
class CreditRule(Node):
    """When an alarm is raised for a customer, and what is held then. Checked daily and after feeds.

    A hold that a rule set ends once no rule asks for it; those set by hand stay.
    """

    name = column("Name, at most 200 characters; the reason of the holds it sets.")
    kind = column("What it watches.")
    threshold = column(
        "More than this breaks the rule: days, an amount in `currency`, or percent of the limit."
    )
    currency = column("Currency of the amount, ISO 4217; null for other kinds.")
    hold = column("What is held when it is broken; NONE only raises an alarm.")
    active = column("Whether it is applied.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column(VERSION)


@entity(
    hold_models.CreditAlarm,
    read=FinancePermission.READ_HOLDS,
    visible=CUSTOMER,
    order={"raisedAt": "DESC"},
)
class CreditAlarm(Node):
    """A rule that a customer breaks, or broke."""

    customer = one("Customer", "The customer.")
    rule = one("CreditRule", "The rule.")
    raised_at = column("When it was found broken.")
    cleared_at = column("When it was found kept again; null while it is broken.")
