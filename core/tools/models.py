"""Module tools that administrators have set up."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, Integer, String, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Record


class ModuleTool(Record):
    """A tool of a kind, for the records of one module.

    `labels` maps a language to what people read. The conditions are filters of the module's list.
    """

    __tablename__ = "module_tool"
    __table_args__ = (
        CheckConstraint("jsonb_typeof(labels) = 'object'", name="labels_object"),
        CheckConstraint("jsonb_typeof(config) = 'object'", name="config_object"),
        Index("ix_module_tool_module_position", "module", "position"),
    )

    module: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(60))
    labels: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    icon: Mapped[str | None] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(Integer, server_default="0")
    config: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    visible_if: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    run_if: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    active: Mapped[bool] = mapped_column(server_default=true())
