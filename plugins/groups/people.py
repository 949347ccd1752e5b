"""Everybody who is responsible for something, as tables that PostgreSQL computes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    Text,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Mapped, declared_attr

from core.columns import stored
from core.customers.models import Customer
from core.declare.aliases import alias
from core.declare.field import Alias
from core.keywords.models import Keyword
from core.models import Base
from core.projects.models import Project, ProjectParticipant
from plugins.groups.enums import PartyKind
from plugins.groups.responsibility_models import Responsibility, ResponsibilityRole

KIND: Any = stored(PartyKind, "kind")
NO_KEY = null().cast(BigInteger)


def _kind(kind: PartyKind) -> ColumnElement[Any]:
    return type_coerce(literal_column(f"'{kind.name}'::varchar"), KIND)


def _responsible() -> Select[*tuple[Any, ...]]:
    row = Responsibility
    return select(
        (row.id * 2).label("id"),
        _kind(PartyKind.CUSTOMER).label("kind"),
        row.customer_id,
        NO_KEY.label("project_id"),
        row.employee_id,
        row.valid_from,
        row.valid_to,
        row.id.label("responsibility_id"),
        NO_KEY.label("role_id"),
        Customer.name.label("customer_name"),
        Customer.name_sort.label("customer_sort"),
        Customer.archived_at,
    ).join(Customer, Customer.id == row.customer_id)


def _taking_part() -> Select[*tuple[Any, ...]]:
    row = ProjectParticipant
    return (
        select(
            (row.id * 2 + 1).label("id"),
            _kind(PartyKind.PROJECT).label("kind"),
            row.customer_id,
            row.project_id,
            row.employee_id,
            row.valid_from,
            row.valid_to,
            NO_KEY.label("responsibility_id"),
            row.role_id,
            Customer.name.label("customer_name"),
            Customer.name_sort.label("customer_sort"),
            Customer.archived_at,
        )
        .join(Customer, Customer.id == row.customer_id)
        .join(Project, Project.id == row.project_id)
        .where(row.archived_at.is_(None), Project.archived_at.is_(None))
    )


def _people() -> Subquery:
    return union_all(_responsible(), _taking_part()).subquery("responsible_person")


class ResponsiblePerson(Base):
    """An employee who is responsible for a customer, or takes part in a project of it.

    `archived_at` is the customer's. `id` is even for the former, and odd for the latter.
    """

    __table__ = _people()

    customer_id: Mapped[int]
    project_id: Mapped[int | None]
    employee_id: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    archived_at: Mapped[datetime | None]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"primary_key": [cls.__table__.c.id]}


def bears(person: Alias, role: Alias) -> ColumnElement[bool]:
    """Whether somebody bears a role there."""
    pair = alias(ResponsibilityRole)
    held = pair.responsibility_id == person.responsibility_id, pair.role_id == role.id
    return or_(role.id == person.role_id, exists().where(*held).correlate_except(pair))


def role_codes(person: Alias) -> ColumnElement[list[str]]:
    """The codes of somebody's roles, as a list of values."""
    role = alias(Keyword)
    codes = (
        select(cast(role.code, Text)).where(bears(person, role)).order_by(role.position, role.code)
    )
    return func.array(codes.correlate_except(role).scalar_subquery(), type_=ARRAY(Text))


def _of_customers() -> Select[*tuple[Any, ...]]:
    row, pair, role = Responsibility, ResponsibilityRole, Keyword
    return (
        select(
            (row.id * 2).label("id"),
            row.customer_id,
            NO_KEY.label("project_id"),
            row.employee_id,
            row.valid_from,
            row.valid_to,
            role.id.label("role_id"),
            role.code.label("role_code"),
        )
        .join(pair, pair.responsibility_id == row.id)
        .join(role, role.id == pair.role_id)
    )


def _of_projects() -> Select[*tuple[Any, ...]]:
    row, role = ProjectParticipant, Keyword
    return (
        select(
            (row.id * 2 + 1).label("id"),
            row.customer_id,
            row.project_id,
            row.employee_id,
            row.valid_from,
            row.valid_to,
            role.id.label("role_id"),
            role.code.label("role_code"),
        )
        .join(role, role.id == row.role_id)
        .where(row.archived_at.is_(None))
    )


class RoleHolder(Base):
    """A role that somebody bears at a customer or in a project; `id` is that of the person."""

    __table__ = union_all(_of_customers(), _of_projects()).subquery("role_holder")

    customer_id: Mapped[int]
    project_id: Mapped[int | None]
    employee_id: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    role_id: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"primary_key": [cls.__table__.c.id, cls.__table__.c.role_id]}
