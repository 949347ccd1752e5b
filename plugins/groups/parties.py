"""The customer or project, employee and role that a click names: found and locked."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, and_, false, null, select
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.employees.models import Employee
from core.errors import BadInput
from core.ids import decode, decode_as
from core.keywords.models import Keyword
from core.projects.models import Project
from core.reading import visible
from core.reading.late import Binds
from core.viewer import Viewer
from core.writing import Code, UserError, Writing
from plugins.groups.enums import PartyKind
from plugins.groups.mutations import CUSTOMER_ROLES, PROJECT_ROLES

if TYPE_CHECKING:
    from core.registry import Registry

GIVEN = 0
"""Where the statement finds the keys of a click."""

ROLES = {PartyKind.CUSTOMER: CUSTOMER_ROLES, PartyKind.PROJECT: PROJECT_ROLES}
KINDS = {"customer": PartyKind.CUSTOMER, "project": PartyKind.PROJECT}


class Refusal(Exception):
    """Nothing can be done; carries what to tell."""

    def __init__(self, name: str, message: str, code: str = Code.INVALID) -> None:
        super().__init__(message)
        self.error = UserError(code=str(code), message=f"'{name}' {message}", path=["input", name])


class Click(NamedTuple):
    """What a click names, by keys."""

    kind: PartyKind
    party_id: int
    employee_id: int
    role_id: int | None


@dataclass(frozen=True)
class Place:
    """What a click is about; `project_id` is None where it is the customer itself."""

    customer_id: int
    project_id: int | None
    employee_id: int
    role_id: int | None


class Found(NamedTuple):
    """What the statement reads of all that a click names."""

    customer_id: int
    project_id: int | None
    customer_archived: datetime | None
    project_archived: datetime | None
    employee_id: int | None
    employee_archived: datetime | None
    role_list: str | None
    role_archived: datetime | None


def click_of(party: str, employee: str, role: str | None) -> Click:
    """The keys in the ids of a click; Refusal for a damaged one."""
    kind, key = _party(party)
    role_id = None if role is None else _key("roleId", "keyword", role)
    return Click(kind, key, _key("employeeId", "employee", employee), role_id)


async def place_of(writing: Writing, click: Click) -> Place:
    """What a click is about, as the viewer sees it; Refusal if it cannot be.

    Whoever clicks at the same customer or project meanwhile waits here.
    """
    deployment, viewer = writing.deployment, writing.viewer
    statement = deployment.statements.own(
        click.kind, viewer, partial(_statement, deployment.registry, click.kind)
    )
    values = statement.arguments(viewer, {GIVEN: click._asdict()}, deployment.clock.today())
    connection = await writing.session.connection()
    row = (await connection.exec_driver_sql(statement.sql, tuple(values))).one_or_none()
    if row is None:
        name = click.kind.name.capitalize()
        raise Refusal("partyId", f"names no {name} that you may see.", Code.NOT_FOUND)
    found = Found._make(row)
    _check(found, click)
    return Place(found.customer_id, found.project_id, click.employee_id, click.role_id)


def _statement(
    registry: "Registry", kind: PartyKind, viewer: Viewer, binds: Binds
) -> Select[*tuple[Any, ...]]:
    """Kept for all clicks at such a thing by viewers with the same permissions."""
    customer: Any = aliased(Customer)
    project: Any = aliased(Project)
    employee: Any = aliased(Employee)
    role: Any = aliased(Keyword)
    of_project = kind is PartyKind.PROJECT
    locked = project if of_project else customer

    def given(name: str) -> ColumnElement[int]:
        return binds.add(BigInteger(), lambda values: values[GIVEN][name])

    def sees(entity: str, row: Any) -> ColumnElement[bool]:
        known = registry.entity(entity)
        readable = known.read is None or viewer.may(known.read)
        return visible(registry, known, row, viewer) if readable else false()

    chosen = select(
        customer.id.label("customer_id"),
        (project.id if of_project else null()).label("project_id"),
        customer.archived_at.label("customer_archived"),
        (project.archived_at if of_project else null()).label("project_archived"),
        employee.id.label("employee_id"),
        employee.archived_at.label("employee_archived"),
        role.list.label("list"),
        role.archived_at.label("role_archived"),
    ).select_from(customer)
    if of_project:
        chosen = chosen.join(project, project.customer_id == customer.id)
        chosen = chosen.where(sees("Project", project))
    return (
        chosen.outerjoin(
            employee, and_(employee.id == given("employee_id"), sees("Employee", employee))
        )
        .outerjoin(role, and_(role.id == given("role_id"), sees("Keyword", role)))
        .where(locked.id == given("party_id"), sees("Customer", customer))
        .with_for_update(of=locked, key_share=True)
    )


def _check(found: Found, click: Click) -> None:
    if found.customer_archived or found.project_archived:
        what = "project" if found.project_archived else "customer"
        raise Refusal("partyId", f"is of an archived {what}: restore it first.", Code.ARCHIVED)
    if found.employee_id is None:
        raise Refusal("employeeId", "names no Employee that you may see.", Code.NOT_FOUND)
    if found.employee_archived:
        raise Refusal("employeeId", "is an archived Employee: restore it first.", Code.ARCHIVED)
    if click.role_id is None:
        return
    wanted = ROLES[click.kind]
    if found.role_list is None:
        raise Refusal("roleId", "names no Keyword that you may see.", Code.NOT_FOUND)
    if found.role_list != wanted:
        raise Refusal("roleId", f"is no role of this kind: use one of the list {wanted}.")
    if found.role_archived:
        raise Refusal("roleId", "is an archived role: restore it first.", Code.ARCHIVED)


def _party(text: str) -> tuple[PartyKind, int]:
    try:
        found = decode(text)
    except BadInput as error:
        raise Refusal("partyId", f"is not usable: {error.message}") from None
    if found.prefix not in KINDS:
        raise Refusal("partyId", "must be the id of a customer or a project.")
    return KINDS[found.prefix], found.key


def _key(name: str, prefix: str, text: str) -> int:
    try:
        return decode_as(prefix, text)
    except BadInput as error:
        raise Refusal(name, f"is not usable: {error.message}") from None
