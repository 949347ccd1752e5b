"""The secret addresses at which calendars are fed to other programs."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey
from core.models import Base, Identified


class CalendarFeed(Base, Identified):
    """An address; only the SHA-256 of its secret is kept. An employee has one at most in use.

    `content_hash` is that of what it showed last, and `changed_at` the second since when.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_in_use",
            "employee_id",
            unique=True,
            postgresql_where="revoked_at IS NULL",
        ),
    )

    employee_id: Mapped[EmployeeKey]
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    content_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    changed_at: Mapped[datetime | None]
