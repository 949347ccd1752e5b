import pytest

from core.access.passwords import hash_password
from core.employees.models import EmployeeRole
from tests.api import Api
from tests.core.access.http import Browser
from tests.factories import employee, role, save

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
async def password_hash() -> str:
    return await hash_password(PASSWORD)


@pytest.fixture
async def anna(api: Api, password_hash: str) -> int:
    """Key of an employee with a password and a role."""

    await save(
        api,
        employee(1, name="Anna Aalto", email="anna@example.com", password_hash=password_hash),
        role(1, "customers:read", "tokens:create", name="Seller"),
        EmployeeRole(employee_id=1, role_id=1),
    )
    return 1


@pytest.fixture
def browser(api: Api) -> Browser:
    return Browser(api)
