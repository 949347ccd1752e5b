"""Entries of calendars, and the times that they take."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    func,
)
from sqlalchemy import false as sql_false
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, KeywordKey
from core.models import Computed as Statement
from core.models import Identified, Record

EITHER = (
    "(starts_at IS NULL) = (ends_at IS NULL) AND (starts_on IS NULL) = (ends_on IS NULL) "
    "AND (starts_at IS NULL) <> (starts_on IS NULL)"
)
BEGINS = "coalesce(starts_at, timezone(time_zone, starts_on::timestamp))"
ENDS = "coalesce(ends_at, timezone(time_zone, (ends_on + 1)::timestamp))"


class CalendarEntry(Record):
    """A time in somebody's calendar: from an instant to another, or whole days, the last included.

    Whole days are days of `time_zone`. `begins` and `ends` are the instants either way, the end not
    included. Without a customer it is its owner's alone.
    """

    __tablename__ = "calendar_entry"
    __table_args__ = (
        CheckConstraint(EITHER, name="times_or_days"),
        CheckConstraint("ends_at > starts_at", name="ends_later"),
        CheckConstraint("ends_on >= starts_on", name="days_order"),
        CheckConstraint("ends - begins <= interval '367 days'", name="length"),
        CheckConstraint(
            "begins >= '1969-12-31 00:00+00' AND ends < '3000-01-02 00:00+00'", name="years"
        ),
        CheckConstraint("customer_id IS NOT NULL OR contact_id IS NULL", name="contact_customer"),
        CheckConstraint("kilometres BETWEEN 0 AND 20000", name="kilometres_range"),
        CheckConstraint("per_diems BETWEEN 0 AND 366", name="per_diems_range"),
        Index("ix_calendar_entry_owner_id_ends", "owner_id", "ends"),
        Index("ix_calendar_entry_customer_id_begins", "customer_id", "begins"),
    )

    owner_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    author_id: Mapped[EmployeeKey | None]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    kind_id: Mapped[KeywordKey | None]
    title: Mapped[str] = mapped_column(String(200), info={"secret": True})
    comment: Mapped[str | None] = mapped_column(Text, info={"secret": True})
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    time_zone: Mapped[str] = mapped_column(String(64))
    begins: Mapped[datetime] = mapped_column(Computed(BEGINS, persisted=True))
    ends: Mapped[datetime] = mapped_column(Computed(ENDS, persisted=True))
    kilometres: Mapped[Decimal | None] = mapped_column(Numeric(7, 1))
    per_diems: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    done: Mapped[bool] = mapped_column(server_default=sql_false())
    uid: Mapped[UUID] = mapped_column(server_default=func.gen_random_uuid())


class CalendarSlot(Statement, Identified):
    """A time that is taken in somebody's calendar, whatever it is for."""

    __tablename__ = "calendar_slot"

    employee_id: Mapped[int]
    entry_id: Mapped[int]
    whole_day: Mapped[bool]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    begins: Mapped[datetime]
    ends: Mapped[datetime]
    overlaps: Mapped[int] = mapped_column(Integer)
