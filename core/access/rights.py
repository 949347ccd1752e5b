"""What employees who may come in are allowed to do."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, func, select
from sqlalchemy.sql.elements import SQLCoreOperations

from core.employees.models import Employee, EmployeeRole, Role


def people(*more: SQLCoreOperations[Any]) -> Select[Any]:
    """Key and permissions of the employees who may come in, and more columns."""
    may_come_in = Employee.active, Employee.archived_at.is_(None)
    return select(Employee.id, _permissions(), *more).where(*may_come_in)


def _permissions() -> ColumnElement[list[str]]:
    permissions = (
        select(func.unnest(Role.permissions))
        .join(EmployeeRole, EmployeeRole.role_id == Role.id)
        .where(EmployeeRole.employee_id == Employee.id, Role.archived_at.is_(None))
    )
    return func.array(permissions.scalar_subquery(), type_=ARRAY(Text))
