"""Employees, their teams and roles."""

from typing import ClassVar

from sqlalchemy import ARRAY, CheckConstraint, Computed, ForeignKey, Index, String, Text, true
from sqlalchemy import false as sql_false
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import Email, LocaleCode, Phone, e164, lower_case, stored
from core.employees.enums import SalesRight
from core.models import Base, Record
from core.naming import Named, Sorted
from core.searching import search_index, searched


class Team(Record, Named):
    """A sales group; the lead sees the customers of its members and of the teams below it."""

    __tablename__ = "team"
    __table_args__ = (
        CheckConstraint("parent_id <> id", name="parent_other"),
        Index("ix_team_name_sort_id", "name_sort", "id"),
    )

    lead_id: Mapped[int | None] = mapped_column(
        ForeignKey("employee.id", use_alter=True), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)


class Employee(Record, Sorted):
    """A person who works here. The e-mail is what he signs in with."""

    __tablename__ = "employee"
    __table_args__ = (
        lower_case("email"),
        e164("phone"),
        Index("ix_employee_name_sort_id", "name_sort", "id"),
        search_index("employee"),
    )
    sorts_by: ClassVar[tuple[str, ...]] = ("last_name", "first_name")

    email: Mapped[Email] = mapped_column(unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(
        String(201), Computed("trim(first_name || ' ' || last_name)", persisted=True)
    )
    phone: Mapped[Phone | None]
    is_seller: Mapped[bool] = mapped_column(server_default=sql_false())
    sales_right: Mapped[SalesRight] = mapped_column(
        stored(SalesRight, "sales_right"), server_default="NONE"
    )
    locale: Mapped[LocaleCode] = mapped_column(server_default="en")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    active: Mapped[bool] = mapped_column(server_default=true())
    search_text: Mapped[str] = mapped_column(
        Text, searched("first_name", "last_name", "email", "phone")
    )


class Role(Record, Named):
    """A set of permissions that employees are given together."""

    __tablename__ = "role"
    __table_args__ = (Index("uq_role_name", "name", unique=True),)

    description: Mapped[str | None] = mapped_column(String(500))
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")


class EmployeeRole(Base):
    """An employee holds a role."""

    __tablename__ = "employee_role"

    employee_id: Mapped[int] = mapped_column(
        ForeignKey("employee.id", ondelete="CASCADE"), primary_key=True
    )
    role_id: Mapped[int] = mapped_column(
        ForeignKey("role.id", ondelete="CASCADE"), primary_key=True, index=True
    )
