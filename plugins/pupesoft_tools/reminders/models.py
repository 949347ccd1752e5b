"""Reminders."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import CustomerKey, EmployeeKey
from core.models import Record

REMIND_AT = "coalesce(snoozed_until, due_at)"

PRIVATE = {"lines": True, "secret": True}
"""Texts that the change log does not tell: without a customer they are personal."""


class Reminder(Record):
    """Something that an employee is to do by an instant, until he acknowledges it.

    It reminds at `remind_at`. `mailed_at` is when it was last in a digest, which it is again once
    it was put off and is due anew.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        CheckConstraint("customer_id IS NOT NULL OR contact_id IS NULL", name="contact_customer"),
        CheckConstraint(
            "(acknowledged_at IS NULL) = (note IS NULL)", name="acknowledged_with_note"
        ),
        Index("ix_reminder_employee_id_remind_at", "employee_id", "remind_at"),
        Index("ix_reminder_remind_at", "remind_at", postgresql_where="acknowledged_at IS NULL"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    author_id: Mapped[EmployeeKey | None]
    customer_id: Mapped[CustomerKey | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    text: Mapped[str] = mapped_column(String(2000), info=PRIVATE)
    due_at: Mapped[datetime]
    snoozed_until: Mapped[datetime | None]
    remind_at: Mapped[datetime] = mapped_column(Computed(REMIND_AT, persisted=True))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[EmployeeKey | None]
    note: Mapped[str | None] = mapped_column(String(2000), info=PRIVATE)
    mailed_at: Mapped[datetime | None]
