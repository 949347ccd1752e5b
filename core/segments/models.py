"""The dimensions by which customers and others are divided into segments."""

from sqlalchemy import CheckConstraint, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Record


class SegmentDimension(Record):
    """A dimension. Its values, the segments, are the keywords of the list that bears its code."""

    __tablename__ = "segment_dimension"
    __table_args__ = (CheckConstraint("jsonb_typeof(labels) = 'object'", name="labels_object"),)

    code: Mapped[str] = mapped_column(String(40), unique=True)
    labels: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    position: Mapped[int] = mapped_column(Integer, server_default="0")
