"""Employees and their API tokens, made from the command line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, any_, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.passwords import hash_password
from core.access.rights import people
from core.access.rules import LONGEST_NAME, MOST_DAYS
from core.access.tokens import create_token
from core.deployment import Deployment
from core.employees.models import Employee, EmployeeRole, Role
from core.employees.rights import EVERYTHING, held
from core.errors import BadInput
from core.ids import decode_as
from core.viewer import Viewer
from core.writing import system_viewer
from core.writing.formats import email as as_email
from core.writing.user_error import Refused

ADMINISTRATOR = "Administrator"
COMMAND = "command"
"""How somebody came in for whom a command acts."""


@dataclass(frozen=True)
class NewEmployee:
    """Somebody who starts to work here; without a password he cannot sign in with one."""

    email: str
    first_name: str
    last_name: str
    roles: Sequence[str] = ()
    administrator: bool = False
    password: str | None = None


async def create_employee(deployment: Deployment, new: NewEmployee) -> int:
    """Make an employee, with all his roles; his key. BadInput names what cannot be."""
    email = checked_email(new.email)
    password_hash = await hash_password(new.password) if new.password else None
    async with deployment.database.writing(system_viewer(deployment)) as session:
        await refuse_taken(session, email)
        roles = await roles_named(session, new.roles)
        if new.administrator:
            roles.append(await administrator_role(session, deployment.settings.language))
        employee = Employee(
            email=email,
            first_name=checked_name("first name", new.first_name),
            last_name=checked_name("last name", new.last_name),
            password_hash=password_hash,
            locale=deployment.settings.language,
        )
        employee.sort_by_name(deployment.settings.language)
        session.add(employee)
        await session.flush()
        keys = {role.id for role in roles}
        session.add_all(EmployeeRole(employee_id=employee.id, role_id=key) for key in keys)
    return employee.id


async def create_api_token(
    deployment: Deployment, employee: str, scopes: Iterable[str], name: str, days: int | None
) -> str:
    """Make an API token for an employee, given by e-mail or id; the token, never shown again.

    BadInput if he may not come in, or lacks a permission that the token should have.
    """
    lasting = deployment.settings.token_days if days is None else days
    if not 1 <= lasting <= MOST_DAYS or not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(
            f"A token lives 1 to {MOST_DAYS} days, and its name has 1 to {LONGEST_NAME} characters."
        )
    viewer = await viewer_named(deployment, employee)
    wanted = sorted(set(scopes))
    refuse_excess(wanted, viewer.permissions, employee)
    async with deployment.database.writing(system_viewer(deployment)) as session:
        text, _ = await create_token(
            session,
            employee_id=viewer.employee_id,
            name=name,
            scopes=wanted,
            now=deployment.clock.now(),
            days=lasting,
        )
    return text


async def viewer_named(deployment: Deployment, employee: str) -> Viewer:
    """The employee of an e-mail or id, with his permissions; BadInput if he may not come in."""
    rows = await deployment.database.fetch(people().where(named(employee)))
    if not rows:
        raise BadInput(f"'{employee}' is no employee who may come in.")
    key, permissions = tuple(rows[0])
    return Viewer(key, held(deployment.registry, permissions), COMMAND)


def named(employee: str) -> ColumnElement[bool]:
    """The employee whom an e-mail or an id names."""
    if "@" in employee:
        return Employee.email == employee.strip().lower()
    return Employee.id == decode_as("employee", employee)


def refuse_excess(scopes: Sequence[str], permissions: frozenset[str], employee: str) -> None:
    """Refuse a token that could do nothing, or more than its employee."""
    if not scopes:
        raise BadInput("Give the token at least one permission with --scope.")
    if excess := sorted(set(scopes) - permissions):
        raise BadInput(
            f"'{employee}' does not hold {', '.join(excess)}. "
            f"Held: {', '.join(sorted(permissions)) or 'nothing'}."
        )


def checked_email(text: str) -> str:
    try:
        return as_email(text.strip(), None)
    except Refused as refused:
        raise BadInput(f"'{text}' {refused}") from None


def checked_name(what: str, text: str) -> str:
    if not 1 <= len(text.strip()) <= 100:
        raise BadInput(f"The {what} must have 1 to 100 characters.")
    return text.strip()


async def refuse_taken(session: AsyncSession, email: str) -> None:
    if await session.scalar(select(Employee.id).where(Employee.email == email)):
        raise BadInput(f"There is an employee with the e-mail {email} already.")


async def roles_named(session: AsyncSession, names: Sequence[str]) -> list[Role]:
    """The roles of the given names; BadInput if one is missing."""
    known = {role.name: role for role in await session.scalars(select(Role))}
    for name in names:
        if name not in known:
            raise BadInput(
                f"There is no role '{name}'. Known: {', '.join(sorted(known)) or 'none'}."
            )
    return [known[name] for name in names]


async def administrator_role(session: AsyncSession, language: str) -> Role:
    """The role that holds every permission, made if there is none."""
    everything = select(Role).where(literal(EVERYTHING) == any_(Role.permissions)).order_by(Role.id)
    if role := await session.scalar(everything.limit(1)):
        return role
    role = Role(name=ADMINISTRATOR, permissions=[EVERYTHING])
    role.sort_by_name(language)
    session.add(role)
    await session.flush()
    return role
