"""Saved reports, and those that employees pinned to their home pages."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy import false as sql_false
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, stored
from core.models import Record
from core.naming import Named
from plugins.pupesoft_tools.sql_generator.enums import ReportDisplay


class SavedReport(Record, Named):
    """A report that its owner keeps, or shares. `definition` says what it asks."""

    __tablename__ = "sql_report"
    __table_args__ = (
        CheckConstraint("jsonb_typeof(definition) = 'object'", name="definition_object"),
        Index("ix_sql_report_name_sort_id", "name_sort", "id"),
    )

    owner_id: Mapped[EmployeeKey]
    description: Mapped[str | None] = mapped_column(String(500))
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    shared: Mapped[bool] = mapped_column(server_default=sql_false())


class ReportPin(Record):
    """A report on somebody's home page."""

    __tablename__ = "sql_report_pin"
    __table_args__ = (Index("ix_sql_report_pin_owner_id_position", "owner_id", "position"),)

    owner_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("sql_report.id"), index=True)
    display: Mapped[ReportDisplay] = mapped_column(
        stored(ReportDisplay, "display"), server_default="TABLE"
    )
    position: Mapped[int] = mapped_column(Integer, server_default="0")
