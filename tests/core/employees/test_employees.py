from core.employees.models import EmployeeRole
from core.viewer import Viewer
from tests.api import Api
from tests.factories import employee, role, save, team

PEOPLE = "{ employees { nodes { name team { name members { totalCount } } } } }"


async def test_colleagues_are_seen_with_the_right_to_read_them(api: Api) -> None:
    await save(api, team(1), employee(1, name="Ada Zorro", team_id=1), employee(2, name="Bo Aalto"))
    answer = await api(PEOPLE, Viewer(1, frozenset({"employees:read"})))
    assert answer["employees"]["nodes"] == [
        {"name": "Bo Aalto", "team": None},
        {"name": "Ada Zorro", "team": {"name": "Team 1", "members": {"totalCount": 1}}},
    ]


async def test_without_a_right_one_sees_oneself_alone(api: Api) -> None:
    await save(api, employee(1, name="Ada Zorro"), employee(2))
    viewer = Viewer(1, frozenset())
    answer = await api(
        """{
          viewer { employee { name } roles }
          employees { totalCount nodes { name } }
          employee(id: "employee_2") { name }
        }""",
        viewer,
    )
    assert answer.data == {
        "viewer": {"employee": {"name": "Ada Zorro"}, "roles": []},
        "employees": {"totalCount": 1, "nodes": [{"name": "Ada Zorro"}]},
        "employee": None,
    }


async def test_roles_are_for_those_who_manage_employees(api: Api) -> None:
    await save(api, employee(1), role(1, "customers:read"), EmployeeRole(employee_id=1, role_id=1))
    query = '{ employee(id: "employee_1") { roles { permissions } } }'
    reader = await api(query, Viewer(1, frozenset({"employees:read"})))
    assert [code for code, _ in reader.errors] == ["FORBIDDEN"]
    manager = await api(query, Viewer(1, frozenset({"employees:read", "employees:manage"})))
    assert manager["employee"] == {"roles": [{"permissions": ["customers:read"]}]}


async def test_password_hashes_are_not_part_of_the_schema(api: Api) -> None:
    fields = api.deployment.registry.entities["Employee"].fields
    assert not [name for name in fields if "password" in name]
