"""What the mutation that sets a password takes and gives."""

from typing import Any, cast

import strawberry
from strawberry import Parent

from core.context import Info
from core.employees.types import Employee
from core.reading import load
from core.writing import UserError


@strawberry.input(description="A new password of an employee.")
class SetPasswordInput:
    employee_id: strawberry.ID = strawberry.field(description="Whose password, by id.")
    password: str = strawberry.field(description="The new password, 10 to 200 characters.")
    current_password: str | None = strawberry.field(
        default=None, description="The present password; needed for one's own."
    )


async def _employee(payload: Parent[Any], info: Info) -> Employee | None:
    found = payload.key and await load(info, "Employee", payload.key)
    return cast(Employee | None, found)


@strawberry.type(description="The answer to `setPassword`.")
class SetPasswordPayload:
    employee: Employee | None = strawberry.field(
        resolver=_employee, description="The employee; null if nothing was set."
    )
    key: strawberry.Private[int | None] = None
    user_errors: list[UserError] = strawberry.field(
        description="INVALID: the new password is too short or too long, or the present one is "
        "wrong. NOT_FOUND: no such employee. FORBIDDEN_VALUE: the employee holds permissions that "
        "you do not hold. TOO_MANY_ATTEMPTS: wait as long as the message says."
    )
