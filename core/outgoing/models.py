"""What all tables of outgoing things share."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Computed, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.columns import stored
from core.models import Base, Identified
from core.outgoing.enums import OutgoingState

STATE = (
    "CASE WHEN sent_at IS NOT NULL THEN 'SENT' WHEN failed_at IS NOT NULL THEN 'FAILED' "
    "ELSE 'QUEUED' END"
)


class Outgoing(Base, Identified):
    """Something that leaves, on behalf of an employee and about a record.

    A second one with the key of a first is not made. `claimed_at` is when a worker began to deliver
    it, null when it ended.
    """

    __abstract__ = True
    __log__: ClassVar[bool] = False

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[object, ...]:
        return (UniqueConstraint("idempotency_key"),)

    sender_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    record_id: Mapped[str | None] = mapped_column(String(80))
    customer_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    idempotency_key: Mapped[str] = mapped_column(String(200))
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    state: Mapped[OutgoingState] = mapped_column(
        stored(OutgoingState, "state"), Computed(STATE, persisted=True), index=True
    )
