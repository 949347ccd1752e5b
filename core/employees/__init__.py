"""Employees, their teams and roles."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.employees import demo, mutations, queries
from core.employees.permissions import EmployeePermission
from core.employees.types import Employee, Role, Team
from core.hookspecs import hookimpl


@hookimpl
def register_types() -> Iterable[type]:
    return [Employee, Role, Team]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields, mutations.employee_writes, mutations.team_writes, mutations.role_writes]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [EmployeePermission]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
