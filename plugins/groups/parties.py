"""The customer or project, employee and role that a click names: found and locked."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, null, select
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.employees.models import Employee
from core.errors import BadInput
from core.ids import decode, decode_as
from core.keywords.models import Keyword
from core.projects.models import Project
from core.writing import Code, UserError, Writing
from plugins.groups.enums import PartyKind
from plugins.groups.mutations import CUSTOMER_ROLES, PROJECT_ROLES

ROLES = {PartyKind.CUSTOMER: CUSTOMER_ROLES, PartyKind.PROJECT: PROJECT_ROLES}
KINDS = {"customer": PartyKind.CUSTOMER, "project": PartyKind.PROJECT}


class Refusal(Exception):
    """Nothing can be done; carries what to tell."""

    def __init__(self, name: str, message: str, code: str = Code.INVALID) -> None:
        super().__init__(message)
        self.error = UserError(code=str(code), message=f"'{name}' {message}", path=["input", name])


@dataclass(frozen=True)
class Click:
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


def click_of(party: str, employee: str, role: str | None) -> Click:
    """The keys in the ids of a click; Refusal for a damaged one."""
    kind, key = _party(party)
    role_id = None if role is None else _key("roleId", "keyword", role)
    return Click(kind, key, _key("employeeId", "employee", employee), role_id)


async def place_of(writing: Writing, click: Click) -> Place:
    """What a click is about, as the viewer sees it; Refusal if it cannot be.

    Whoever clicks at the same customer or project meanwhile waits here.
    """
    found = (await writing.session.execute(_statement(writing, click))).one_or_none()
    if found is None:
        name = click.kind.name.capitalize()
        raise Refusal("partyId", f"names no {name} that you may see.", Code.NOT_FOUND)
    _check(found, click)
    return Place(found.customer_id, found.project_id, click.employee_id, click.role_id)


def _statement(writing: Writing, click: Click) -> Select[Any]:
    customer: Any = aliased(Customer)
    project: Any = aliased(Project)
    employee: Any = aliased(Employee)
    role: Any = aliased(Keyword)
    of_project = click.kind is PartyKind.PROJECT
    locked = project if of_project else customer
    registry = writing.deployment.registry
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
        chosen = chosen.where(writing.sees(registry.entity("Project"), project))
    return (
        chosen.outerjoin(
            employee,
            and_(
                employee.id == click.employee_id,
                writing.sees(registry.entity("Employee"), employee),
            ),
        )
        .outerjoin(
            role,
            and_(role.id == click.role_id, writing.sees(registry.entity("Keyword"), role)),
        )
        .where(locked.id == click.party_id, writing.sees(registry.entity("Customer"), customer))
        .with_for_update(of=locked, key_share=True)
    )


def _check(found: Any, click: Click) -> None:
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
    if found.list is None:
        raise Refusal("roleId", "names no Keyword that you may see.", Code.NOT_FOUND)
    if found.list != wanted:
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
