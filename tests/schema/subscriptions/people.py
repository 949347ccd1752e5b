"""Who follows: an owner of a customer, and a stranger."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from core.access.sessions import open_session
from core.access.tokens import create_token
from core.customers.models import Customer
from core.employees.models import EmployeeRole
from tests import factories as make
from tests.api import Api

OWNER, STRANGER = 1, 2


async def settle(api: Api) -> None:
    """Customer 1 belongs to employee 1, customer 2 to nobody; both may read customers."""
    await make.save(api, make.employee(OWNER), make.employee(STRANGER))
    await make.save(api, make.role(1, "customers:read"))
    await make.save(api, *(EmployeeRole(employee_id=key, role_id=1) for key in (OWNER, STRANGER)))
    await make.save(api, make.customer(1, owner_id=OWNER), make.customer(2))


async def token_of(api: Api, employee: int) -> str:
    async with api.deployment.database.writing() as session:
        secret, _ = await create_token(
            session,
            employee_id=employee,
            name="Test",
            scopes=["customers:read"],
            now=datetime.now(UTC),
            days=1,
        )
    return secret


async def session_of(api: Api, employee: int) -> str:
    async with api.deployment.database.writing() as session:
        return await open_session(session, employee, datetime.now(UTC), timedelta(hours=1))


async def rename(api: Api, key: int, name: str) -> None:
    """Write as any other process does."""
    async with api.deployment.database.writing() as session:
        (await session.get_one(Customer, key)).name = name


async def execute(api: Api, sql: str) -> None:
    async with api.deployment.database.engine.begin() as connection:
        await connection.execute(text(sql))
