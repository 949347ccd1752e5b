"""What employees who may come in are allowed to do."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, func, select
from sqlalchemy.sql.elements import SQLCoreOperations

from core.employees.models import Employee, EmployeeRole, Role
from core.employees.rights import held
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.deployment import Deployment


def people(*more: SQLCoreOperations[Any]) -> Select[Any]:
    """Key and permissions of the employees who may come in, and more columns."""
    may_come_in = Employee.active, Employee.archived_at.is_(None)
    return select(Employee.id, _permissions(), *more).where(*may_come_in)


async def viewer_as(deployment: "Deployment", employee_id: int, via: str) -> Viewer | None:
    """The employee with all his permissions, for a job; None if he may not come in."""
    rows = await deployment.database.fetch(people().where(Employee.id == employee_id))
    if not rows:
        return None
    key, permissions = tuple(rows[0])
    return Viewer(key, held(deployment.registry, permissions), via)


def _permissions() -> ColumnElement[list[str]]:
    permissions = (
        select(func.unnest(Role.permissions))
        .join(EmployeeRole, EmployeeRole.role_id == Role.id)
        .where(EmployeeRole.employee_id == Employee.id, Role.archived_at.is_(None))
    )
    return func.array(permissions.scalar_subquery(), type_=ARRAY(Text))
