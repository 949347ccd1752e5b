"""Delivery holds, and the credit rules that raise alarms and set holds."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, func, text, true
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, Name, iso_currency, not_negative, stored
from core.models import Base, Currency, Identified, Money, Record
from plugins.finance.enums import HoldLevel, RuleKind


class CreditLimit(Record):
    """How much a customer may owe."""

    __tablename__ = "finance_credit_limit"
    __table_args__ = (not_negative("amount"), iso_currency())

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), unique=True)
    amount: Mapped[Money]
    currency: Mapped[Currency] = mapped_column(server_default="EUR")


class CreditRule(Record):
    """When an alarm is raised for a customer, and the hold that it sets, if it sets one."""

    __tablename__ = "finance_credit_rule"
    __table_args__ = (
        not_negative("threshold"),
        iso_currency(),
        CheckConstraint(
            "kind <> 'OVERDUE_AMOUNT' OR currency IS NOT NULL", name="currency_of_amount"
        ),
    )

    name: Mapped[Name]
    kind: Mapped[RuleKind] = mapped_column(stored(RuleKind, "kind"))
    threshold: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    currency: Mapped[Currency | None]
    hold: Mapped[HoldLevel] = mapped_column(stored(HoldLevel, "hold"), server_default="NONE")
    active: Mapped[bool] = mapped_column(server_default=true())


class CreditAlarm(Base, Identified):
    """A rule that a customer breaks, until `cleared_at`."""

    __tablename__ = "finance_credit_alarm"
    __table_args__ = (
        Index(
            "uq_finance_credit_alarm_customer_id_rule_id",
            "customer_id",
            "rule_id",
            unique=True,
            postgresql_where=text("cleared_at IS NULL"),
        ),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    rule_id: Mapped[int] = mapped_column(ForeignKey("finance_credit_rule.id"), index=True)
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]


class DeliveryHold(Base, Identified):
    """What may not be done for a customer from `since` to `ended_at`; at most one has not ended.

    `rule_id` is the rule that set it, `set_by_id` the employee.
    """

    __tablename__ = "finance_delivery_hold"
    __table_args__ = (
        CheckConstraint("level <> 'NONE'", name="level_some"),
        Index(
            "uq_finance_delivery_hold_customer_id",
            "customer_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_finance_delivery_hold_customer_id_since", "customer_id", "since"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    level: Mapped[HoldLevel] = mapped_column(stored(HoldLevel, "level"))
    reason: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime] = mapped_column(server_default=func.now())
    set_by_id: Mapped[EmployeeKey | None]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("finance_credit_rule.id"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[EmployeeKey | None]
