"""Keywords: lists of values that administrators edit."""

from sqlalchemy import CheckConstraint, Integer, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Record


class Keyword(Record):
    """One value of the list `list`; `labels` maps a language to what people read."""

    __tablename__ = "keyword"
    __table_args__ = (
        UniqueConstraint("list", "code"),
        CheckConstraint("colour ~ '^#[0-9A-F]{6}$'", name="colour_rgb"),
        CheckConstraint("jsonb_typeof(labels) = 'object'", name="labels_object"),
    )

    list: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    labels: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    position: Mapped[int] = mapped_column(Integer, server_default="0")
    colour: Mapped[str | None] = mapped_column(String(7))
