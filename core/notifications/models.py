"""Notifications of employees."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, Identified


class Notification(Base, Identified):
    """Something that an employee is told; unread until `read_at`."""

    __tablename__ = "notification"
    __log__: ClassVar[bool] = False
    __table_args__ = (
        Index("ix_notification_employee_id_id", "employee_id", "id"),
        Index(
            "ix_notification_employee_id_unread", "employee_id", postgresql_where="read_at IS NULL"
        ),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text)
    record_id: Mapped[str | None] = mapped_column(String(80))
    customer_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
