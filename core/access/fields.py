"""What the viewer is as an employee."""

from typing import cast

from sqlalchemy import select
from strawberry import Parent

from core.access.types import Viewer
from core.context import Info
from core.declare import extend
from core.employees.models import EmployeeRole, Role
from core.employees.types import Employee
from core.reading import load


@extend(Viewer)
async def employee(viewer: Parent[Viewer], info: Info) -> Employee | None:
    """You as an employee."""
    return cast(Employee | None, await load(info, "Employee", viewer.employee_id))


@extend(Viewer)
async def roles(viewer: Parent[Viewer], info: Info) -> list[str]:
    """Names of your roles, in alphabetical order."""
    held = (
        select(Role.name)
        .join(EmployeeRole, EmployeeRole.role_id == Role.id)
        .where(EmployeeRole.employee_id == viewer.employee_id, Role.archived_at.is_(None))
        .order_by(Role.name_sort, Role.id)
    )
    return [row[0] for row in await info.context.deployment.database.fetch(held)]
