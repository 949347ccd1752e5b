"""The change log. It only grows, and can be partitioned by the month of `at`."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Identity, Index, String, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.changes.enums import ChangeAction
from core.columns import stored
from core.models import Base


class Change(Base):
    """A write: who, when, and the values that differ.

    `customer_id` is the customer that the record is or hangs on. There are no foreign keys: the log
    outlives its rows.
    """

    __tablename__ = "change_log"
    __log__: ClassVar[bool] = False
    __table_args__ = (
        Index("ix_change_log_entity_record_id_at", "entity", "record_id", "at"),
        Index("ix_change_log_customer_id_at", "customer_id", "at"),
        Index("ix_change_log_actor_id_at", "actor_id", "at"),
        Index("ix_change_log_at_id", "at", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True, server_default=func.now())
    actor_id: Mapped[int | None]
    via: Mapped[str] = mapped_column(String(20))
    entity: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int]
    customer_id: Mapped[int | None]
    action: Mapped[ChangeAction] = mapped_column(stored(ChangeAction, "action"))
    old: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    new: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
