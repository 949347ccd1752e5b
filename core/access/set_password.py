"""Setting passwords: one's own, and those of employees whom one manages."""

from datetime import timedelta
from math import ceil
from typing import Annotated

import strawberry
from sqlalchemy import delete, select

from core.access.models import SignInSession
from core.access.password_inputs import SetPasswordInput, SetPasswordPayload
from core.access.passwords import LONGEST, SHORTEST, hash_password, verify_password
from core.access.rules import user_error
from core.access.secrets import digest
from core.access.sessions import SESSION_COOKIE
from core.access.throttle import register_attempt
from core.context import Info
from core.declare import extend
from core.employees.models import Employee
from core.employees.permissions import EmployeePermission
from core.employees.rights import beyond
from core.employees.rules import permissions_of_employees
from core.errors import BadInput
from core.ids import decode_as
from core.roots import Mutation
from core.writing import Code, UserError, Writing, transaction


@extend(Mutation)
async def set_password(
    info: Info,
    input: Annotated[SetPasswordInput, strawberry.argument(description="Whose, and what.")],
) -> SetPasswordPayload | None:
    """Set the password of an employee, and end his other sessions; API tokens stay valid.

    Others' passwords need `employees:manage`; one's own needs the present password.
    """
    viewer = info.context.require()
    try:
        key = decode_as("employee", input.employee_id)
    except BadInput as error:
        return _failed(user_error(Code.INVALID, f"'employeeId': {error.message}", "employeeId"))
    if key != viewer.employee_id:
        info.context.require(EmployeePermission.MANAGE)
    if not SHORTEST <= len(input.password) <= LONGEST:
        text = f"'password' must have {SHORTEST} to {LONGEST} characters."
        return _failed(user_error(Code.INVALID, text, "password"))
    own = key == viewer.employee_id
    problem = await (_check_own(info, input) if own else _check_other(info, key))
    if problem:
        return _failed(problem)
    await _store(info, key, await hash_password(input.password))
    info.context.loaders.clear()
    return SetPasswordPayload(key=key, user_errors=[])


async def _check_own(
    info: Info,
    input: Annotated[SetPasswordInput, strawberry.argument(description="Whose, and what.")],
) -> UserError | None:
    """Whether the present password is right; guesses are slowed as those of signing in are."""
    deployment, viewer = info.context.deployment, info.context.require()
    async with deployment.database.writing() as session:
        employee = await session.get_one(Employee, viewer.employee_id)
        attempt = await register_attempt(session, deployment.clock.now(), employee.email, "")
        if isinstance(attempt, timedelta):
            seconds = ceil(attempt.total_seconds())
            text = f"There were too many failed attempts; try again in {seconds} seconds."
            return user_error("TOO_MANY_ATTEMPTS", text)
        given, stored = input.current_password or "", employee.password_hash
        right, _ = await verify_password(given, stored)
        attempt.succeeded = right
    if right:
        return None
    return user_error(Code.INVALID, "'currentPassword' is wrong.", "currentPassword")


async def _check_other(info: Info, key: int) -> UserError | None:
    deployment, viewer = info.context.deployment, info.context.require()
    async with transaction(deployment, viewer) as writing:
        if await writing.session.get(Employee, key) is None:
            text = "'employeeId' names no Employee that you may see."
            return user_error(Code.NOT_FOUND, text, "employeeId")
        held = await permissions_of_employees(writing, [key])
    if more := beyond(deployment.registry, viewer, held.get(key, ())):
        text = f"'employeeId' holds permissions that you do not hold: {', '.join(more)}."
        return user_error(Code.FORBIDDEN_VALUE, text, "employeeId")
    return None


async def _store(info: Info, key: int, hashed: str) -> None:
    context = info.context
    async with transaction(context.deployment, context.require()) as writing:
        locked = select(Employee).where(Employee.id == key).with_for_update()
        (await writing.session.scalars(locked)).one().password_hash = hashed
        await _end_sessions(info, writing, key)


async def _end_sessions(info: Info, writing: Writing, key: int) -> None:
    """End the employee's sessions, but not the one that this request came with."""
    request = info.context.request
    current = digest(request.cookies.get(SESSION_COOKIE, "") if request else "")
    ended = delete(SignInSession).where(
        SignInSession.employee_id == key, SignInSession.id_hash != current
    )
    await writing.session.execute(ended)


def _failed(error: UserError) -> SetPasswordPayload:
    return SetPasswordPayload(user_errors=[error])
