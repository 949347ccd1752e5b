import pytest
from sqlalchemy import select

from core.access.models import SignInSession
from core.employees.models import Employee, EmployeeRole
from core.viewer import Viewer
from tests.api import Answer, Api
from tests.core.access.conftest import PASSWORD
from tests.core.access.http import Browser
from tests.core.access.test_sign_in import sign_in
from tests.core.writing.calls import changes, codes, count
from tests.factories import employee, role, save

SET = """
mutation ($input: SetPasswordInput!) {
  setPassword(input: $input) { employee { id } userErrors { code path } }
}
"""
NEW = "a much better password"


async def set_password(api: Api, viewer: Viewer | None, key: int, **given: str) -> Answer:
    return await api(SET, viewer, input={"employeeId": f"employee_{key}", "password": NEW, **given})


async def stored(api: Api, key: int) -> str | None:
    rows = await api.deployment.database.fetch(
        select(Employee.password_hash).where(Employee.id == key)
    )
    value: str | None = rows[0][0]
    return value


@pytest.mark.usefixtures("anna")
async def test_ones_own_password_needs_the_present_one(api: Api, password_hash: str) -> None:
    anna = api.viewer(1)
    for wrong in ({}, {"currentPassword": "guess"}):
        payload = (await set_password(api, anna, 1, **wrong))["setPassword"]
        assert codes(payload) == [("INVALID", "currentPassword")]
        assert await stored(api, 1) == password_hash
    payload = (await set_password(api, anna, 1, currentPassword=PASSWORD))["setPassword"]
    assert payload == {"employee": {"id": "employee_1"}, "userErrors": []}


@pytest.mark.usefixtures("anna")
async def test_a_new_password_ends_the_sessions_and_opens_the_door(
    api: Api, browser: Browser
) -> None:
    await sign_in(browser)
    assert await count(api, SignInSession) == 1
    await save(api, employee(7))
    manager = api.viewer(7, api.deployment.registry.permissions)
    assert (await set_password(api, manager, 1))["setPassword"]["userErrors"] == []
    assert await count(api, SignInSession) == 0
    assert (await sign_in(browser, password=NEW))["signIn"]["userErrors"] == []


@pytest.mark.usefixtures("anna")
async def test_others_passwords_need_the_right_to_manage(api: Api, password_hash: str) -> None:
    for viewer, code in (
        (api.viewer(7, ["employees:read"]), "FORBIDDEN"),
        (None, "UNAUTHENTICATED"),
    ):
        answer = await set_password(api, viewer, 1)
        assert answer.errors == [(code, ("setPassword",))]
    assert await stored(api, 1) == password_hash


async def test_nobody_takes_over_an_employee_who_holds_more(api: Api) -> None:
    strong = EmployeeRole(employee_id=8, role_id=101)
    await save(api, employee(8), role(101, "customers:archive"), strong)
    manager = api.viewer(7, ["employees:read", "employees:manage"])
    payload = (await set_password(api, manager, 8))["setPassword"]
    assert codes(payload) == [("FORBIDDEN_VALUE", "employeeId")]
    assert await stored(api, 8) is None


async def test_a_short_password_and_a_missing_employee_are_told(api: Api) -> None:
    payload = (await set_password(api, api.admin, 9))["setPassword"]
    assert codes(payload) == [("NOT_FOUND", "employeeId")]
    payload = (await set_password(api, api.admin, 9, password="short"))["setPassword"]
    assert codes(payload) == [("INVALID", "password")]


async def test_the_log_knows_that_a_password_was_set_and_not_which(api: Api) -> None:
    await save(api, employee(8))
    await set_password(api, api.admin, 8)
    (change,) = await changes(api)
    assert (change.old, change.new) == ({"password_hash": None}, {"password_hash": "***"})
