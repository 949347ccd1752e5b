"""Who is responsible for customers, in which roles, and whether he sees them for that."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, KeywordKey, interval
from core.models import Base, Identified, Record, Stamped, Versioned


def years(column: str) -> CheckConstraint:
    """Days on which one can count."""
    return CheckConstraint(
        f"{column} BETWEEN '1000-01-01' AND '2999-12-31'", name=f"{column}_years"
    )


class Responsibility(Base, Identified, Stamped, Versioned):
    """An employee is responsible for a customer between two inclusive dates; null is open.

    There is one row for a customer and an employee, with the latest such time.
    """

    __tablename__ = "responsibility"
    __table_args__ = (
        UniqueConstraint("customer_id", "employee_id"),
        interval("valid_from", "valid_to"),
        years("valid_from"),
        years("valid_to"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    employee_id: Mapped[EmployeeKey]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class ResponsibilityRole(Base):
    """A role of somebody who is responsible; `customer_id` is that of the responsibility."""

    __tablename__ = "responsibility_role"

    responsibility_id: Mapped[int] = mapped_column(
        ForeignKey("responsibility.id", ondelete="CASCADE"), primary_key=True
    )
    role_id: Mapped[KeywordKey] = mapped_column(primary_key=True)
    customer_id: Mapped[int | None]


class ResponsibilitySettings(Record):
    """The deployment's rules of responsibility; there is one row."""

    __tablename__ = "responsibility_settings"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    responsible_see: Mapped[bool] = mapped_column(server_default=true())
