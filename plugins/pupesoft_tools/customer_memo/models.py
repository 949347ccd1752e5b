"""Memos about customers, and the files that belong to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import CustomerKey, EmployeeKey, stored
from core.models import Record
from plugins.pupesoft_tools.customer_memo.enums import MemoKind


class Memo(Record):
    """What was noted about a customer; `at` is when it happened, not when it was written."""

    __tablename__ = "memo"
    __table_args__ = (
        CheckConstraint("length(text) BETWEEN 1 AND 20000", name="text_length"),
        CheckConstraint("parent_id <> id", name="parent_other"),
        Index("ix_memo_customer_id_at_id", "customer_id", "at", "id"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    author_id: Mapped[EmployeeKey | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("memo.id"), index=True)
    kind: Mapped[MemoKind] = mapped_column(stored(MemoKind, "kind"), server_default="MEMO")
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)


class MemoAttachment(Record):
    """A file that belongs to a memo; `customer_id` is the memo's."""

    __tablename__ = "memo_attachment"
    __table_args__ = (
        CheckConstraint("size = length(content) AND size > 0", name="size_of_content"),
    )

    memo_id: Mapped[int] = mapped_column(ForeignKey("memo.id"), index=True)
    customer_id: Mapped[CustomerKey]
    author_id: Mapped[EmployeeKey | None]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
