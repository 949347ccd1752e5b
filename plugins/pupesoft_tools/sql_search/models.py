"""Saved searches, the log of what was searched, and the slots in which searches run."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Integer, String, Text
from sqlalchemy import false as sql_false
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, not_negative, stored
from core.models import Base, Record
from core.naming import Named
from plugins.pupesoft_tools.sql_search.enums import SearchOutcome

LONGEST_SQL = 20_000
"""Characters that a search may have."""


class SavedSearch(Record, Named):
    """A search that its owner keeps, or shares. `parameters` are its parameters, in their order."""

    __tablename__ = "sql_search"
    __table_args__ = (
        CheckConstraint(f"length(sql) <= {LONGEST_SQL}", name="sql_length"),
        CheckConstraint("jsonb_typeof(parameters) = 'array'", name="parameters_array"),
        Index("ix_sql_search_name_sort_id", "name_sort", "id"),
    )

    owner_id: Mapped[EmployeeKey]
    description: Mapped[str | None] = mapped_column(String(500))
    sql: Mapped[str] = mapped_column(Text)
    parameters: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    shared: Mapped[bool] = mapped_column(server_default=sql_false())


class SearchRun(Base):
    """A search that somebody ran, or tried to. The table only grows."""

    __tablename__ = "sql_search_run"
    __log__: ClassVar[bool] = False
    __table_args__ = (
        not_negative("milliseconds"),
        not_negative("rows"),
        Index("ix_sql_search_run_employee_id_id", "employee_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    at: Mapped[datetime]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    via: Mapped[str] = mapped_column(String(20))
    search_id: Mapped[int | None] = mapped_column(
        ForeignKey("sql_search.id", ondelete="SET NULL"), index=True
    )
    sql: Mapped[str] = mapped_column(Text)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    outcome: Mapped[SearchOutcome] = mapped_column(stored(SearchOutcome, "outcome"))
    message: Mapped[str | None] = mapped_column(Text)
    milliseconds: Mapped[int] = mapped_column(Integer)
    rows: Mapped[int] = mapped_column(Integer)


class SearchSlot(Base):
    """A place in which one search at a time can run: a database role and its schema of views.

    It is taken until `leased_until`, for the employee, on the day `today`.
    """

    __tablename__ = "sql_search_slot"
    __log__: ClassVar[bool] = False

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(63), unique=True)
    password: Mapped[str] = mapped_column(Text)
    lease: Mapped[str | None] = mapped_column(UUID(as_uuid=False))
    leased_until: Mapped[datetime | None]
    employee_id: Mapped[int | None]
    today: Mapped[date | None]
