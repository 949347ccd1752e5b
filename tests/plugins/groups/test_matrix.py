"""The responsibility matrix, read by pages of rows."""

from datetime import date
from typing import Any

import pytest

from core.context import Context
from core.projects.models import ProjectParticipant
from core.viewer import Viewer
from tests import factories as make
from tests.api import Api
from tests.plugins.groups.rows import (
    ACCOUNTANT,
    LEAD,
    OLD,
    READ,
    RESPONSIBLE,
    SELLER,
    STRANGER,
    SUPPORT,
    group,
    member,
    people,
    responsibility,
    role,
    special_group,
    special_member,
)
from tests.schema.compiled.pair import Pair

ROW = """customer { id } project { id } day
  cells { employee { id } roles { code } validFrom validTo }
  roles { roleCode role { code } employee { id } }"""


@pytest.fixture
async def office(api: Api) -> Api:
    """Customers B, a, C and an archived one, with responsible people and projects."""
    await make.save(api, *people(), make.team(1))
    await make.save(api, make.employee(6, name="Tiina Team", team_id=1))
    await make.save(api, group(1, name="Key"), special_group(1, name="Fair"))
    names = {1: "B", 2: "a", 3: "C"}
    await make.save(api, *(make.customer(k, name=n) for k, n in names.items()))
    await make.save(api, make.customer(4, name="D", archived_at=OLD))
    await make.save(api, make.project(1, 2, name="P2"), make.project(2, 2, name="P1"))
    await make.save(api, make.project(3, 2, name="Old", archived_at=OLD))
    await make.save(
        api,
        responsibility(1, 1, RESPONSIBLE),
        responsibility(2, 1, SELLER, valid_from=date(2026, 3, 15), valid_to=date(2026, 3, 20)),
        responsibility(3, 1, STRANGER, valid_to=date(2026, 3, 14)),
        responsibility(4, 3, 6, valid_from=date(2026, 3, 16)),
        responsibility(5, 4, RESPONSIBLE),
        role(1, ACCOUNTANT, 1),
        role(1, SUPPORT, 1),
        role(2, SUPPORT, 1),
        member(1, 1),
        special_member(3, 1),
        participant(1, 1, RESPONSIBLE, LEAD),
        participant(2, 1, SELLER, None),
        participant(3, 1, STRANGER, None, archived_at=OLD),
        participant(4, 3, STRANGER, None),
    )
    return api


def participant(
    key: int, project: int, employee: int, role_id: int | None, **values: Any
) -> ProjectParticipant:
    keys = {"project_id": project, "customer_id": 2, "employee_id": employee}
    return ProjectParticipant(id=key, **keys, role_id=role_id, **values)


async def matrix(
    api: Api, arguments: str = "", viewer: Viewer | None = None, row: str = ROW
) -> list[Any]:
    shown = f"({arguments})" if arguments else ""
    query = f"{{ responsibilityMatrix{shown} {{ {row} }} }}"
    found: list[Any] = (await api(query, viewer or api.admin))["responsibilityMatrix"]
    return found


def brief(rows: list[Any]) -> dict[str, list[str]]:
    """The employees of each row."""
    return {
        (row["project"] or row["customer"])["id"]: [c["employee"]["id"] for c in row["cells"]]
        for row in rows
    }


async def test_a_row_tells_who_is_responsible_today_and_in_which_roles(office: Api) -> None:
    rows = await matrix(office)
    assert [row["customer"]["id"] for row in rows] == ["customer_2", "customer_1", "customer_3"]
    assert rows[0]["cells"] == rows[0]["roles"] == []
    assert rows[1] == {
        "customer": {"id": "customer_1"},
        "project": None,
        "day": "2026-03-15",
        "cells": [
            {
                "employee": {"id": "employee_3"},
                "roles": [{"code": "ACCOUNTANT"}, {"code": "SUPPORT"}],
                "validFrom": None,
                "validTo": None,
            },
            {
                "employee": {"id": "employee_2"},
                "roles": [{"code": "SUPPORT"}],
                "validFrom": "2026-03-15",
                "validTo": "2026-03-20",
            },
        ],
        "roles": [
            {"roleCode": code, "role": {"code": code}, "employee": {"id": employee}}
            for code, employee in (
                ("ACCOUNTANT", "employee_3"),
                ("SUPPORT", "employee_3"),
                ("SUPPORT", "employee_2"),
            )
        ],
    }


DAYS = {
    "2026-03-14": {"customer_1": [RESPONSIBLE, STRANGER], "customer_3": []},
    "2026-03-16": {"customer_1": [RESPONSIBLE, SELLER], "customer_3": [6]},
    "2026-03-20": {"customer_1": [RESPONSIBLE, SELLER], "customer_3": [6]},
    "2026-03-21": {"customer_1": [RESPONSIBLE], "customer_3": [6]},
}


@pytest.mark.parametrize("day", DAYS)
async def test_another_day_is_read_as_of_then(office: Api, day: str) -> None:
    rows = await matrix(office, f'asOf: "{day}"')
    assert {row["day"] for row in rows} == {day}
    expected = {k: [f"employee_{e}" for e in v] for k, v in DAYS[day].items()}
    assert brief(rows) == {"customer_2": [], **expected}


async def test_projects_follow_their_customer(office: Api) -> None:
    rows = await matrix(office, "projects: true")
    assert brief(rows) == {
        "customer_2": [],
        "project_2": [],
        "project_1": ["employee_3", "employee_2"],
        "customer_1": ["employee_3", "employee_2"],
        "customer_3": [],
    }
    assert rows[2]["roles"][0]["roleCode"] == "LEAD"
    assert brief(await matrix(office, "projects: false")).keys() == {
        "customer_1",
        "customer_2",
        "customer_3",
    }


NARROWED: dict[str, dict[str, list[int]]] = {
    'employeeId: "employee_2"': {"customer_2": [], "customer_1": [SELLER], "customer_3": []},
    'employeeId: "employee_2", onlyFilled: true': {"customer_1": [SELLER]},
    "sellers: true, onlyFilled: true": {"customer_1": [SELLER]},
    "sellers: false, onlyFilled: true": {"customer_1": [RESPONSIBLE]},
    'teamId: "team_1", asOf: "2026-03-16", onlyFilled: true': {"customer_3": [6]},
    'roleId: "keyword_1", onlyFilled: true': {"customer_1": [RESPONSIBLE]},
    'roleId: "keyword_3", projects: true, onlyFilled: true': {"project_1": [RESPONSIBLE]},
    'filter: {customerGroup: {name: {eq: "Key"}}}': {"customer_1": [RESPONSIBLE, SELLER]},
    "filter: {specialGroups: {some: {}}}": {"customer_3": []},
    'search: "b"': {"customer_1": [RESPONSIBLE, SELLER]},
    'filter: {name: {eq: "a"}}, projects: true': {
        "customer_2": [],
        "project_2": [],
        "project_1": [RESPONSIBLE, SELLER],
    },
    'employeeId: "employee_99", onlyFilled: true': {},
    "onlyFilled: false, first: 1": {"customer_2": []},
}


@pytest.mark.parametrize("arguments", NARROWED)
async def test_rows_and_cells_are_narrowed(office: Api, arguments: str) -> None:
    expected = {k: [f"employee_{e}" for e in v] for k, v in NARROWED[arguments].items()}
    assert brief(await matrix(office, arguments)) == expected


async def test_a_role_narrows_the_view_by_roles_too(office: Api) -> None:
    rows = await matrix(office, 'roleId: "keyword_1", onlyFilled: true')
    assert [held["roleCode"] for held in rows[0]["roles"]] == ["ACCOUNTANT"]


async def test_pages_follow_each_other_without_gap_or_overlap(office: Api) -> None:
    whole = [*brief(await matrix(office, "projects: true"))]
    found: list[str] = []
    after = ""
    while rows := [*brief(await matrix(office, f"projects: true, first: 2{after}"))]:
        found += rows
        after = f', after: "{rows[-1]}"'
    assert found == whole
    assert await matrix(office, 'after: "customer_99"') == []


BAD = {
    "first: 501": "'first' is 501",
    "first: -1": "'first' is -1",
    'after: "employee_1"': "one of a customer or project",
    'after: "x"': "not an id",
    'employeeId: "customer_1"': "one of employee",
    'teamId: "x"': "not an id",
    'roleId: "role_1"': "one of keyword",
}


@pytest.mark.parametrize("arguments", BAD)
async def test_arguments_that_cannot_be_are_told(office: Api, arguments: str) -> None:
    answer = await office(f"{{ responsibilityMatrix({arguments}) {{ day }} }}", office.admin)
    assert answer.errors == [("BAD_USER_INPUT", ("responsibilityMatrix",))]
    assert BAD[arguments] in answer.messages[0]


async def test_rows_are_those_of_visible_customers(office: Api) -> None:
    reader = office.viewer(RESPONSIBLE, READ)
    assert [*brief(await matrix(office, "projects: true", reader))] == ["customer_1"]
    assert await matrix(office, 'after: "customer_2"', office.viewer(STRANGER, READ)) == []
    # where a hidden customer stands is not told either
    assert await matrix(office, 'after: "customer_2"', reader) == []
    assert [*brief(await matrix(office, "", office.viewer(STRANGER, READ)))] == []


async def test_the_matrix_needs_rights(office: Api) -> None:
    for right in ("responsibilities:read", "customers:read"):
        viewer = office.viewer(1, office.deployment.registry.permissions.keys() - {right})
        answer = await office("{ responsibilityMatrix { day } }", viewer)
        assert answer.errors == [("FORBIDDEN", ("responsibilityMatrix",))]
    answer = await office("{ responsibilityMatrix { day } }")
    assert answer.errors == [("UNAUTHENTICATED", ("responsibilityMatrix",))]


async def test_employees_that_one_may_not_read_are_not_told(office: Api) -> None:
    viewer = office.viewer(SELLER, {"customers:read", "customers:read_all", *READ[2:3]})
    row = "customer { id } project { id } cells { employee { id } validTo }"
    rows = await matrix(
        office, 'filter: {name: {eq: "B"}}', viewer, row.replace("project { id }", "")
    )
    assert rows[0]["cells"] == [
        {"employee": None, "validTo": None},
        {"employee": {"id": "employee_2"}, "validTo": "2026-03-20"},
    ]


async def test_compiled_reads_answer_alike_in_one_statement(office: Api) -> None:
    pair = Pair(office.deployment)
    reader = office.viewer(RESPONSIBLE, READ)
    for arguments in (*NARROWED, *(f'asOf: "{day}"' for day in DAYS), 'after: "customer_2"'):
        query = f"{{ responsibilityMatrix({arguments}) {{ {ROW} }} }}"
        for viewer in (office.admin, reader, office.viewer(STRANGER, READ)):
            found = await pair.same(query, viewer, {})
            assert (found.plan, found.errors) == ("compiled", [])
            with office.statements() as statements:
                await pair.compiled.execute(query, context_value=Context(office.deployment, viewer))
            assert len(statements) == 1
