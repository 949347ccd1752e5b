from datetime import UTC, datetime

from core.changes.models import Change
from core.employees.models import Employee, EmployeeRole, Role
from tests.api import Api
from tests.core.writing.calls import codes, count, mutate
from tests.factories import employee, role, save, team

MANAGER = ("employees:read", "employees:manage")


async def test_an_employee_is_made_with_his_roles(api: Api) -> None:
    await save(api, role(101, "customers:read"), team(102, name="North"))
    given = {
        "email": "Aino@Example.com",
        "firstName": "Aino",
        "lastName": "Virta",
        "teamId": "team_102",
        "roleIds": ["role_101"],
        "salesRight": "SELLER",
    }
    wanted = "employee { email name salesRight active locale team { name } roles { id } }"
    payload = await mutate(api, "createEmployee", given, wanted)
    assert payload["employee"] == {
        "email": "aino@example.com",
        "name": "Aino Virta",
        "salesRight": "SELLER",
        "active": True,
        "locale": "en",
        "team": {"name": "North"},
        "roles": [{"id": "role_101"}],
    }


async def test_an_email_stands_once_in_any_case(api: Api) -> None:
    await save(api, employee(101, email="aino@example.com"))
    given = {"email": "AINO@example.com", "firstName": "A", "lastName": "B"}
    payload = await mutate(api, "createEmployee", given, "employee { id }")
    assert codes(payload) == [("TAKEN", "email")]
    assert await count(api, Employee) == 1


async def test_nobody_gives_away_what_he_does_not_hold(api: Api) -> None:
    await save(api, employee(7), role(101, "customers:archive"), role(102, "*"))
    manager = api.viewer(7, MANAGER)
    for key in ("role_101", "role_102"):
        given = {"id": "employee_7", "expectedVersion": 1, "roleIds": [key]}
        payload = await mutate(api, "updateEmployee", given, "employee { id }", viewer=manager)
        assert codes(payload) == [("FORBIDDEN_VALUE", "roleIds")]
    role_of = {"name": "Strong", "permissions": ["customers:archive"]}
    payload = await mutate(api, "createRole", role_of, "role { id }", viewer=manager)
    assert codes(payload) == [("FORBIDDEN_VALUE", "permissions")]
    assert await count(api, EmployeeRole) == 0
    assert await count(api, Role) == 2


async def test_nobody_changes_an_employee_who_holds_more(api: Api) -> None:
    strong = EmployeeRole(employee_id=8, role_id=101)
    await save(api, employee(7), employee(8), role(101, "customers:archive"), strong)
    given = {"id": "employee_8", "expectedVersion": 1, "email": "mine@example.com"}
    wanted = "employee { email }"
    payload = await mutate(api, "updateEmployee", given, wanted, viewer=api.viewer(7, MANAGER))
    assert codes(payload) == [("FORBIDDEN_VALUE", "id")]
    assert (await mutate(api, "updateEmployee", given, wanted))["userErrors"] == []


async def test_nobody_changes_archives_or_restores_a_role_that_holds_more(api: Api) -> None:
    weak, manager = role(103, *MANAGER), api.viewer(7, MANAGER)
    strong = EmployeeRole(employee_id=7, role_id=101)
    gone = datetime(2026, 1, 1, tzinfo=UTC)
    await save(api, employee(7), role(101, "*", archived_at=gone), role(102, "*"), weak, strong)
    calls = {
        "restoreRole": {"id": "role_101", "expectedVersion": 1},
        "archiveRole": {"id": "role_102", "expectedVersion": 1},
        "updateRole": {"id": "role_102", "expectedVersion": 1, "permissions": []},
    }
    for name, given in calls.items():
        payload = await mutate(api, name, given, "role { id }", viewer=manager)
        assert codes(payload) == [("FORBIDDEN_VALUE", "id")], name
        assert await count(api, Change) == 0
    given = {"id": "role_103", "expectedVersion": 1, "name": "Renamed"}
    payload = await mutate(api, "updateRole", given, "role { name }", viewer=manager)
    assert payload["role"] == {"name": "Renamed"}


async def test_a_role_holds_known_permissions(api: Api) -> None:
    given = {"name": "Odd", "permissions": ["customers:eat"]}
    payload = await mutate(api, "createRole", given, "role { id }")
    assert codes(payload) == [("INVALID", "permissions")]
    given = {"name": "Fine", "permissions": ["customers:write", "customers:read"]}
    payload = await mutate(api, "createRole", given, "role { permissions }")
    assert payload["role"]["permissions"] == ["customers:read", "customers:write"]


async def test_a_team_is_not_below_itself(api: Api) -> None:
    await save(api, team(101), team(102, parent_id=101))
    given = {"id": "team_101", "expectedVersion": 1, "parentId": "team_102"}
    assert codes(await mutate(api, "updateTeam", given, "team { id }")) == [("INVALID", "parentId")]


async def test_nobody_archives_an_employee_who_holds_more(api: Api) -> None:
    strong = EmployeeRole(employee_id=8, role_id=101)
    await save(api, employee(8), role(101, "customers:archive"), strong)
    given = {"id": "employee_8", "expectedVersion": 1}
    wanted = "employee { id }"
    payload = await mutate(api, "archiveEmployee", given, wanted, viewer=api.viewer(7, MANAGER))
    assert codes(payload) == [("FORBIDDEN_VALUE", "id")]
