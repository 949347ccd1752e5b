"""The responsibility matrix: customers and projects, each with those who are responsible."""

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Select,
    String,
    Subquery,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Mapped

from core.customers.models import Customer
from core.declare.aliases import alias
from core.declare.field import Alias
from core.employees.models import Employee
from core.errors import BadInput
from core.ids import decode, decode_as
from core.keywords.models import Keyword
from core.models import Computed, Identified
from core.projects.models import Project
from core.reading import Asked
from core.reading.late import as_sql, converted
from core.reading.search import Search
from core.reading.today import today
from core.searching import search_text
from plugins.groups.intervals import holds_on
from plugins.groups.people import NO_KEY, ResponsiblePerson, bears

DEFAULT_ROWS = 100
MOST_ROWS = 500


class MatrixRow(Computed, Identified):
    """A customer or project, the day, and what is asked of those who are responsible for it."""

    __tablename__ = "matrix_row"

    customer_id: Mapped[int]
    project_id: Mapped[int | None]
    day: Mapped[date]
    employee_id: Mapped[int | None]
    team_id: Mapped[int | None]
    only_role_id: Mapped[int | None]
    sellers: Mapped[bool | None]


ASKED = ("employee_id", "team_id", "only_role_id", "sellers")
NEEDED = ("id", "customer_id", "project_id", "day", *ASKED)
"""What the lists of a row read of it."""


def in_cells(row: Alias, person: Alias) -> ColumnElement[bool]:
    """Whether somebody stands in a cell of the row."""
    role: Any = alias(Keyword)
    borne = exists().where(role.id == row.only_role_id, bears(person, role)).correlate_except(role)
    return and_(_of_row(row, person), or_(row.only_role_id.is_(None), borne))


def by_role(row: Alias, holder: Alias) -> ColumnElement[bool]:
    """Whether somebody bears a role in the row."""
    asked = or_(row.only_role_id.is_(None), holder.role_id == row.only_role_id)
    return and_(_of_row(row, holder), asked)


def _of_row(row: Alias, person: Alias) -> ColumnElement[bool]:
    same = person.project_id.is_not_distinct_from(row.project_id)
    return and_(
        person.customer_id == row.customer_id,
        same,
        holds_on(person, row.day),
        or_(row.employee_id.is_(None), person.employee_id == row.employee_id),
        or_(and_(row.team_id.is_(None), row.sellers.is_(None)), _is_asked_for(row, person)),
    )


def _is_asked_for(row: Alias, person: Alias) -> ColumnElement[bool]:
    employee: Any = alias(Employee)
    found = exists().where(
        employee.id == person.employee_id,
        or_(row.team_id.is_(None), employee.team_id == row.team_id),
        or_(row.sellers.is_(None), employee.is_seller == row.sellers),
    )
    return found.correlate_except(employee)


def matrix(asked: Asked) -> Select[Any]:
    """A page of rows, customers by name and the projects of each behind it."""
    rows = _rows(asked).subquery()
    place = rows.c.customer_sort, rows.c.customer_id, rows.c.project_sort, rows.c.project_key
    page = select(rows).order_by(*place).limit(_first(asked))
    if (after := _after(asked)) is not None:
        page = page.where(tuple_(*place) > tuple_(*after.c))
    if (filled := asked.sql("onlyFilled", Boolean())) is not None:
        person = alias(ResponsiblePerson)
        there = exists().where(in_cells(rows.c, person)).correlate_except(person)
        page = page.where(or_(~filled, there))
    found = page.subquery()
    order = (found.c[column.key] for column in place)
    number = func.row_number().over(order_by=[*order]).label("id")
    shown = ("customer_id", "project_id", "day", *ASKED)
    return select(number, *(found.c[name] for name in shown))


def _rows(asked: Asked) -> Any:
    customers = _customers(asked)
    if (wanted := asked.sql("projects", Boolean())) is None:
        return customers
    return union_all(customers, _projects(asked).where(wanted))


def _customers(asked: Asked) -> Select[Any]:
    customer: Any = alias(Customer)
    own = (
        customer.id.label("customer_id"),
        NO_KEY.label("project_id"),
        customer.name_sort.label("customer_sort"),
        literal("", String(collation="C")).label("project_sort"),
        literal(0, BigInteger()).label("project_key"),
    )
    return select(*own, *_common(asked)).where(*_chosen(asked, customer))


def _projects(asked: Asked) -> Select[Any]:
    customer: Any = alias(Customer)
    project: Any = alias(Project)
    own = (
        customer.id.label("customer_id"),
        project.id.label("project_id"),
        customer.name_sort.label("customer_sort"),
        project.name_sort.label("project_sort"),
        project.id.label("project_key"),
    )
    return (
        select(*own, *_common(asked))
        .join_from(customer, project, project.customer_id == customer.id)
        .where(project.archived_at.is_(None), *_chosen(asked, customer))
        .where(asked.seen("Project", project))
    )


def _common(asked: Asked) -> list[ColumnElement[Any]]:
    """What all rows have alike: the day, and what is asked of people."""
    day = asked.sql("asOf", Date())
    keys = {"employee_id": "employee", "team_id": "team", "only_role_id": "keyword"}
    given = {"employee_id": "employeeId", "team_id": "teamId", "only_role_id": "roleId"}
    found = [(today() if day is None else day).label("day")]
    found += [_key(asked, given[name], kind).label(name) for name, kind in keys.items()]
    sellers = asked.sql("sellers", Boolean())
    return [*found, (literal(None, Boolean()) if sellers is None else sellers).label("sellers")]


def _key(asked: Asked, name: str, prefix: str) -> ColumnElement[Any]:
    text = asked.get(name)
    if text is None:
        return NO_KEY
    return as_sql(converted(text, partial(decode_as, prefix)), BigInteger())


def _chosen(asked: Asked, customer: Any) -> list[ColumnElement[bool]]:
    found = [*asked.chosen("Customer", customer), customer.archived_at.is_(None)]
    search = Search(asked.get("search")).checked()
    return [*found, search_text(customer, search)[0]] if search else found


def _first(asked: Asked) -> ColumnElement[int]:
    first = asked.get("first")
    return as_sql(converted(DEFAULT_ROWS if first is None else first, _checked), BigInteger())


def _checked(first: int) -> int:
    if not 0 <= first <= MOST_ROWS:
        raise BadInput(f"'first' is {first}; it must be from 0 to {MOST_ROWS}.")
    return first


def _after(asked: Asked) -> Subquery | None:
    """Where the row of a customer or project stands; nowhere if the viewer does not see it."""
    text = asked.get("after")
    if text is None:
        return None
    customer: Any = alias(Customer)
    project: Any = alias(Project)
    keys = [as_sql(converted(text, partial(_part, kind)), BigInteger()) for kind in PARTIES]
    place = (
        customer.name_sort.label("customer_sort"),
        customer.id.label("customer_id"),
        func.coalesce(project.name_sort, "").label("project_sort"),
        func.coalesce(project.id, 0).label("project_key"),
    )
    return (
        select(*place)
        .select_from(customer)
        .outerjoin(project, and_(project.customer_id == customer.id, project.id == keys[1]))
        .where(or_(customer.id == keys[0], project.id == keys[1]))
        .where(asked.seen("Customer", customer))
        .subquery()
    )


PARTIES = ("customer", "project")


def _part(kind: str, text: str) -> int | None:
    """The key in an id of a kind; None for the other kind."""
    found = decode(text)
    if found.prefix not in PARTIES:
        raise BadInput(f"'{text}' is an id of {found.prefix}; one of a customer or project fits.")
    return found.key if found.prefix == kind else None
