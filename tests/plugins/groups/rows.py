"""People, customers, groups and roles that the tests of groups share."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from core.models import Base
from plugins.groups.models import (
    CustomerGroup,
    CustomerGroupMember,
    CustomerGroupSeller,
    SpecialGroup,
    SpecialGroupMember,
)
from plugins.groups.responsibility_models import Responsibility, ResponsibilityRole
from tests import factories as make
from tests.api import Api

OLD = datetime(2026, 1, 1, tzinfo=UTC)

SELLER, RESPONSIBLE, STRANGER, RETIRED = 2, 3, 4, 5
"""Keys of employees; 1 is an administrator, 5 is archived."""

ACCOUNTANT, SUPPORT, LEAD = 1, 2, 3
"""Keys of roles: two of customers, and one of projects."""

READ = (
    "customers:read",
    "groups:read",
    "responsibilities:read",
    "projects:read",
    "employees:read",
    "keywords:read",
)


def group(key: int, **values: Any) -> CustomerGroup:
    return CustomerGroup(id=key, **{"name": f"Group {key}", **values})


def special_group(key: int, **values: Any) -> SpecialGroup:
    return SpecialGroup(id=key, **{"name": f"Special {key}", **values})


def member(customer: int, group: int) -> CustomerGroupMember:
    return CustomerGroupMember(customer_id=customer, group_id=group)


def special_member(customer: int, group: int) -> SpecialGroupMember:
    return SpecialGroupMember(customer_id=customer, group_id=group)


def seller(employee: int, group: int) -> CustomerGroupSeller:
    return CustomerGroupSeller(employee_id=employee, group_id=group)


def responsibility(key: int, customer: int, employee: int, **values: Any) -> Responsibility:
    return Responsibility(id=key, customer_id=customer, employee_id=employee, **values)


def role(responsibility: int, key: int, customer: int | None = None) -> ResponsibilityRole:
    return ResponsibilityRole(responsibility_id=responsibility, role_id=key, customer_id=customer)


def people() -> list[Base]:
    """Employees and roles."""
    return [
        make.employee(1, name="Anna Admin"),
        make.employee(SELLER, name="Sisko Seller", sales_right="SELLER", is_seller=True),
        make.employee(RESPONSIBLE, name="Reijo Responsible"),
        make.employee(STRANGER, name="Sten Stranger"),
        make.employee(RETIRED, name="Riitta Retired", archived_at=OLD),
        make.keyword(ACCOUNTANT, "CUSTOMER_ROLE", "ACCOUNTANT"),
        make.keyword(SUPPORT, "CUSTOMER_ROLE", "SUPPORT"),
        make.keyword(LEAD, "PROJECT_ROLE", "LEAD"),
    ]


async def leave_room(api: Api) -> None:
    """Let rows that are made from now on have other ids than those that were saved."""
    async with api.deployment.database.engine.begin() as connection:
        for table in ("customer", "customer_group", "special_group", "responsibility"):
            sql = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 99)"
            await connection.execute(text(sql))
