"""Responsibilities one by one, their intervals and roles, and the list of responsible persons."""

from datetime import date
from typing import Any

import pytest

from core.projects.models import ProjectParticipant
from plugins.groups.responsibility_models import Responsibility, ResponsibilityRole
from tests import factories as make
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate, raw
from tests.plugins.groups.rows import (
    ACCOUNTANT,
    LEAD,
    OLD,
    READ,
    RESPONSIBLE,
    RETIRED,
    SELLER,
    STRANGER,
    SUPPORT,
    group,
    leave_room,
    member,
    people,
    responsibility,
    role,
)

SHOWN = """responsibility {
  id customer { id } employee { id } roles { code } validFrom validTo current version
}"""


@pytest.fixture
async def office(api: Api) -> Api:
    """People, two customers in use and an archived one; one is responsible, with a role."""
    await make.save(api, *people(), group(1, name="Key"))
    await make.save(api, make.customer(1, name="B"), make.customer(2, name="a"))
    await make.save(api, make.customer(3, name="C", archived_at=OLD), member(1, 1))
    await make.save(api, responsibility(1, 1, RESPONSIBLE), role(1, SUPPORT, 1))
    await leave_room(api)
    return api


async def create(api: Api, **given: Any) -> Any:
    standard = {"customerId": "customer_2", "employeeId": f"employee_{SELLER}"}
    return await mutate(api, "createResponsibility", {**standard, **given}, SHOWN)


async def update(api: Api, **given: Any) -> Any:
    standard = {"id": "responsibility_1", "expectedVersion": 1}
    return await mutate(api, "updateResponsibility", {**standard, **given}, SHOWN)


async def test_somebody_is_made_responsible_for_a_time_in_roles(office: Api) -> None:
    days = {"validFrom": "2026-03-01", "validTo": "2026-03-14"}
    made = await create(office, **days, roleIds=[f"keyword_{ACCOUNTANT}", f"keyword_{SUPPORT}"])
    assert made["responsibility"] == {
        "id": "responsibility_100",
        "customer": {"id": "customer_2"},
        "employee": {"id": "employee_2"},
        "roles": [{"code": "ACCOUNTANT"}, {"code": "SUPPORT"}],
        **days,
        "current": False,
        "version": 1,
    }
    assert {c.customer_id for c in await changes(office)} == {2}
    pairs = await office.deployment.database.fetch(ResponsibilityRole.__table__.select())
    assert {row.customer_id for row in pairs} == {1, 2}


async def test_an_interval_is_set_and_opened_again(office: Api) -> None:
    days = {"validFrom": "2026-03-15", "validTo": "2026-03-15"}
    one_day = (await update(office, **days))["responsibility"]
    assert (one_day["validFrom"], one_day["validTo"], one_day["current"]) == (*days.values(), True)
    opened = await update(office, expectedVersion=2, validTo=None)
    assert opened["responsibility"]["validTo"] is None


BAD: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "an end before the start": (
        {"validFrom": "2026-03-02", "validTo": "2026-03-01"},
        ("INVALID", "validTo"),
    ),
    "a day too early": ({"validFrom": "0999-12-31"}, ("INVALID", "validFrom")),
    "a day too late": ({"validTo": "9999-12-31"}, ("INVALID", "validTo")),
    "a role of projects": ({"roleIds": [f"keyword_{LEAD}"]}, ("INVALID", "roleIds")),
    "an unknown role": ({"roleIds": ["keyword_99"]}, ("NOT_FOUND", "roleIds")),
    "an unknown employee": ({"employeeId": "employee_99"}, ("NOT_FOUND", "employeeId")),
    "an archived employee": ({"employeeId": f"employee_{RETIRED}"}, ("ARCHIVED", "employeeId")),
    "an unknown customer": ({"customerId": "customer_99"}, ("NOT_FOUND", "customerId")),
    "an archived customer": ({"customerId": "customer_3"}, ("ARCHIVED", "customerId")),
}


@pytest.mark.parametrize("name", BAD)
async def test_what_cannot_be_is_told_with_its_path(office: Api, name: str) -> None:
    given, expected = BAD[name]
    assert codes(await create(office, **given)) == [expected]
    assert codes(await update(office, **given)) == [expected]
    assert await count(office, Responsibility) == 1
    assert await changes(office) == []


async def test_nobody_is_responsible_twice(office: Api) -> None:
    given = {"customerId": "customer_1", "employeeId": f"employee_{RESPONSIBLE}"}
    assert codes(await create(office, **given)) == [("TAKEN", "employeeId")]
    assert await count(office, Responsibility) == 1


async def test_customer_and_employee_stay(office: Api) -> None:
    assert codes(await update(office, customerId="customer_2")) == [("INVALID", "customerId")]
    other = f"employee_{SELLER}"
    assert codes(await update(office, employeeId=other)) == [("INVALID", "employeeId")]
    assert codes(await update(office, expectedVersion=9)) == [("CONFLICT", "expectedVersion")]


async def test_writing_needs_a_right_and_a_visible_customer(office: Api) -> None:
    given = {"id": "responsibility_1", "expectedVersion": 1, "validTo": "2026-04-01"}
    reader = office.viewer(STRANGER, READ)
    answer = await raw(office, "updateResponsibility", given, "userErrors { code }", reader)
    assert answer.errors == [("FORBIDDEN", ("updateResponsibility",))]
    writer = office.viewer(STRANGER, (*READ, "responsibilities:write"))
    payload = await mutate(office, "updateResponsibility", given, SHOWN, writer)
    assert codes(payload) == [("NOT_FOUND", "id")]
    assert await changes(office) == []


LIST = """query (
  $filter: ResponsiblePersonFilter, $archived: Archived, $first: Int, $after: String
) {
  responsiblePersons(filter: $filter, archived: $archived, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { kind customerName customer { customerGroup { name } } project { id }
      employee { name email isSeller } roles { code } validFrom validTo current } } }"""


@pytest.fixture
async def listed(office: Api) -> Api:
    """More people, of the archived customer and of a project too."""
    await make.save(
        office,
        responsibility(2, 2, SELLER, valid_from=date(2026, 1, 1), valid_to=date(2026, 3, 14)),
        responsibility(3, 3, SELLER),
        make.project(1, 1),
        make.project(2, 1, archived_at=OLD),
    )
    for key, project in enumerate((1, 2), 1):
        keys = {"project_id": project, "customer_id": 1, "employee_id": STRANGER}
        await make.save(office, ProjectParticipant(id=key, **keys, role_id=LEAD))
    return office


async def persons(api: Api, viewer: Any = None, **variables: Any) -> Any:
    return (await api(LIST, viewer or api.admin, **variables))["responsiblePersons"]


async def test_each_responsibility_is_a_row_with_all_about_it(listed: Api) -> None:
    found = await persons(listed)
    assert found["totalCount"] == 3
    assert found["nodes"][0] == {
        "kind": "CUSTOMER",
        "customerName": "a",
        "customer": {"customerGroup": None},
        "project": None,
        "employee": {"name": "Sisko Seller", "email": "e2@example.com", "isSeller": True},
        "roles": [],
        "validFrom": "2026-01-01",
        "validTo": "2026-03-14",
        "current": False,
    }
    assert found["nodes"][1]["customer"] == {"customerGroup": {"name": "Key"}}
    assert found["nodes"][1]["roles"] == [{"code": "SUPPORT"}]
    assert (found["nodes"][2]["kind"], found["nodes"][2]["project"]) == (
        "PROJECT",
        {"id": "project_1"},
    )
    assert found["nodes"][2]["roles"] == [{"code": "LEAD"}]


NARROWED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "without participants": ({"filter": {"kind": {"eq": "CUSTOMER"}}}, ["a", "B"]),
    "with archived customers": ({"archived": "INCLUDE"}, ["a", "B", "B", "C"]),
    "of a customer": ({"filter": {"customer": {"id": {"eq": "customer_1"}}}}, ["B", "B"]),
    "of an employee": ({"filter": {"employee": {"name": {"contains": "sisko"}}}}, ["a"]),
    "in a role": ({"filter": {"roles": {"some": {"code": {"eq": "SUPPORT"}}}}}, ["B"]),
    "by its code": ({"filter": {"roleCodes": {"has": "SUPPORT"}}}, ["B"]),
    "without roles": ({"filter": {"roleCodes": {"isEmpty": True}}}, ["a"]),
    "of today": ({"filter": {"current": {"eq": True}}}, ["B", "B"]),
    "of a group": (
        {"filter": {"customer": {"customerGroup": {"name": {"eq": "Key"}}}}},
        ["B", "B"],
    ),
}


@pytest.mark.parametrize("name", NARROWED)
async def test_the_list_is_narrowed(listed: Api, name: str) -> None:
    variables, expected = NARROWED[name]
    found = await persons(listed, **variables)
    assert [node["customerName"] for node in found["nodes"]] == expected
    assert found["totalCount"] == len(expected)


async def test_the_list_is_paged(listed: Api) -> None:
    names: list[str] = []
    after = None
    while True:
        page = await persons(listed, first=1, after=after, archived="INCLUDE")
        names += [node["customerName"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert names == ["a", "B", "B", "C"]


async def test_the_list_has_those_of_visible_customers(listed: Api) -> None:
    assert (await persons(listed, listed.viewer(STRANGER, READ)))["nodes"] == []
    found = await persons(listed, listed.viewer(RESPONSIBLE, READ))
    assert [node["customerName"] for node in found["nodes"]] == ["B", "B"]


async def test_an_employee_tells_what_he_is_responsible_for(listed: Api) -> None:
    query = """query ($id: ID!) { employee(id: $id) {
      responsibilities(filter: {current: {eq: false}}) { nodes { customer { id } } } } }"""
    found = (await listed(query, listed.admin, id=f"employee_{SELLER}"))["employee"][
        "responsibilities"
    ]["nodes"]
    assert found == [{"customer": {"id": "customer_2"}}]
