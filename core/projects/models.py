"""Projects of a customer, and who takes part in them."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import CustomerKey, EmployeeKey, KeywordKey, interval
from core.models import Record
from core.naming import Named
from core.searching import search_index, searched


class Project(Record, Named):
    """Work for a customer between two inclusive dates; null is open."""

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("id", "customer_id"),
        interval("starts_on", "ends_on"),
        Index("ix_project_name_sort_id", "name_sort", "id"),
        Index("ix_project_customer_id_name_sort_id", "customer_id", "name_sort", "id"),
        search_index("project"),
    )

    customer_id: Mapped[CustomerKey]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str | None] = mapped_column(Text)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    manager_id: Mapped[EmployeeKey | None]
    search_text: Mapped[str] = mapped_column(Text, searched("number", "name"))


class ProjectParticipant(Record):
    """An employee takes part in a project, in a role, between two inclusive dates; null is open."""

    __tablename__ = "project_participant"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "customer_id"],
            ["project.id", "project.customer_id"],
            onupdate="CASCADE",
        ),
        Index("ix_project_participant_project_id_customer_id", "project_id", "customer_id"),
        interval("valid_from", "valid_to"),
    )

    project_id: Mapped[int]
    customer_id: Mapped[CustomerKey]
    employee_id: Mapped[EmployeeKey]
    role_id: Mapped[KeywordKey | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
