"""Clicks at cells of the responsibility matrix."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from core.projects.models import ProjectParticipant
from core.viewer import Viewer
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
    STRANGER,
    SUPPORT,
    people,
    responsibility,
    role,
)

CELL = "state responsible roleIds validFrom validTo responsibility { id employee { id } }"
TODAY = date(2026, 3, 15)


@pytest.fixture
async def office(api: Api) -> Api:
    """People, a customer in use with a project, and an archived one."""
    await make.save(api, *people())
    await make.save(api, make.customer(1), make.customer(2, archived_at=OLD))
    await make.save(api, make.project(1, 1), make.project(2, 1, archived_at=OLD))
    return api


async def click(
    api: Api,
    party: str = "customer_1",
    employee: int | str = RESPONSIBLE,
    role: int | str | None = None,
    viewer: Viewer | None = None,
    **more: Any,
) -> Any:
    given = {
        "partyId": party,
        "employeeId": employee if isinstance(employee, str) else f"employee_{employee}",
        "roleId": f"keyword_{role}" if isinstance(role, int) else role,
        **more,
    }
    return await mutate(api, "toggleResponsibility", given, CELL, viewer)


def go_to(api: Api, day: date) -> None:
    clock: Any = api.deployment.clock
    clock.instant = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


async def test_a_click_makes_responsible_from_today_on_and_the_next_one_undoes_it(
    office: Api,
) -> None:
    assert await click(office) == {
        "state": True,
        "responsible": True,
        "roleIds": [],
        "validFrom": "2026-03-15",
        "validTo": None,
        "responsibility": {"id": "responsibility_1", "employee": {"id": "employee_3"}},
        "userErrors": [],
    }
    undone = await click(office)
    assert (undone["state"], undone["responsible"], undone["responsibility"]) == (
        False,
        False,
        None,
    )
    assert await count(office, Responsibility) == 0


async def test_what_was_on_other_days_stays(office: Api) -> None:
    await make.save(office, responsibility(1, 1, RESPONSIBLE, valid_from=date(2025, 1, 1)))
    assert (await click(office))["state"] is False
    assert await days(office) == (date(2025, 1, 1), date(2026, 3, 14))
    again = await click(office)
    assert (again["validFrom"], again["validTo"]) == ("2025-01-01", None)
    await click(office)
    go_to(office, date(2026, 3, 20))
    later = await click(office)
    assert (later["validFrom"], later["validTo"]) == ("2026-03-20", None)
    assert await count(office, Responsibility) == 1


async def test_what_is_to_come_begins_today(office: Api) -> None:
    coming = {"valid_from": date(2026, 4, 1), "valid_to": date(2026, 5, 1)}
    await make.save(office, responsibility(1, 1, RESPONSIBLE, **coming), role(1, SUPPORT, 1))
    begun = await click(office)
    assert (begun["validFrom"], begun["validTo"]) == ("2026-03-15", "2026-05-01")
    assert begun["roleIds"] == ["keyword_2"]


async def days(api: Api) -> Any:
    own = Responsibility
    (row,) = await api.deployment.database.fetch(select(own.valid_from, own.valid_to))
    return tuple(row)


async def test_a_role_makes_responsible_and_taken_leaves_him_so(office: Api) -> None:
    given = await click(office, role=ACCOUNTANT)
    assert (given["state"], given["responsible"], given["roleIds"]) == (True, True, ["keyword_1"])
    both = await click(office, role=SUPPORT)
    assert both["roleIds"] == ["keyword_1", "keyword_2"]
    taken = await click(office, role=ACCOUNTANT)
    assert (taken["state"], taken["responsible"]) == (False, True)
    assert taken["roleIds"] == ["keyword_2"]
    assert (await click(office))["responsible"] is False
    assert await count(office, ResponsibilityRole) == 0


async def test_roles_of_a_time_that_is_over_are_not_borne_again(office: Api) -> None:
    over = {"valid_from": date(2025, 1, 1), "valid_to": date(2025, 12, 31)}
    await make.save(office, responsibility(1, 1, RESPONSIBLE, **over), role(1, SUPPORT, 1))
    assert (await click(office))["roleIds"] == []
    assert await count(office, ResponsibilityRole) == 0


async def test_a_role_carries_the_customer_of_its_responsibility(office: Api) -> None:
    await click(office, role=ACCOUNTANT)
    rows = await office.deployment.database.fetch(select(ResponsibilityRole.customer_id))
    assert [row[0] for row in rows] == [1]


async def test_a_click_that_expects_another_state_changes_nothing(office: Api) -> None:
    first = await click(office, expectedState=False)
    assert first["state"] is True
    second = await click(office, expectedState=False)
    assert codes(second) == [("CONFLICT", "expectedState")]
    assert (second["state"], second["responsible"]) == (True, True)
    role = await click(office, role=SUPPORT, expectedState=True)
    assert (codes(role), role["state"]) == ([("CONFLICT", "expectedState")], False)
    assert await count(office, Responsibility) == 1


async def test_a_click_at_a_project_is_about_its_participants(office: Api) -> None:
    begun = await click(office, "project_1")
    assert (begun["state"], begun["validFrom"]) == (True, "2026-03-15")
    with_role = await click(office, "project_1", role=LEAD)
    assert (with_role["state"], with_role["roleIds"]) == (True, ["keyword_3"])
    assert (await click(office, "project_1", role=LEAD))["responsible"] is True
    assert (await click(office, "project_1"))["responsible"] is False
    assert await participants(office) == [(date(2026, 3, 15), None, None, True)]


async def test_who_took_part_before_today_did_so_until_yesterday(office: Api) -> None:
    since = {"project_id": 1, "customer_id": 1, "employee_id": RESPONSIBLE}
    for key, role_id in enumerate((LEAD, None), 1):
        row = ProjectParticipant(id=key, **since, role_id=role_id, valid_from=date(2026, 1, 1))
        await make.save(office, row)
    assert (await click(office, "project_1"))["responsible"] is False
    ended = date(2026, 1, 1), date(2026, 3, 14)
    assert await participants(office) == [(*ended, LEAD, False), (*ended, None, False)]
    again = await click(office, "project_1")
    assert (again["validFrom"], again["validTo"]) == ("2026-01-01", None)
    assert again["roleIds"] == ["keyword_3"]
    assert (await click(office, "project_1", role=LEAD))["roleIds"] == []
    assert (await click(office, "project_1", role=LEAD))["roleIds"] == ["keyword_3"]


async def participants(api: Api) -> list[Any]:
    own = ProjectParticipant
    shown = own.valid_from, own.valid_to, own.role_id, own.archived_at.is_not(None)
    found = await api.deployment.database.fetch(select(*shown).order_by(own.id))
    return [tuple(row) for row in found]


REFUSED: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "an unknown customer": ({"party": "customer_99"}, ("NOT_FOUND", "partyId")),
    "an unknown project": ({"party": "project_99"}, ("NOT_FOUND", "partyId")),
    "an archived customer": ({"party": "customer_2"}, ("ARCHIVED", "partyId")),
    "an archived project": ({"party": "project_2"}, ("ARCHIVED", "partyId")),
    "something else": ({"party": "employee_3"}, ("INVALID", "partyId")),
    "a damaged id": ({"party": "customer"}, ("INVALID", "partyId")),
    "an unknown employee": ({"employee": 99}, ("NOT_FOUND", "employeeId")),
    "an archived employee": ({"employee": RETIRED}, ("ARCHIVED", "employeeId")),
    "no employee": ({"employee": "customer_1"}, ("INVALID", "employeeId")),
    "a role of projects": ({"role": LEAD}, ("INVALID", "roleId")),
    "a role of customers": ({"party": "project_1", "role": SUPPORT}, ("INVALID", "roleId")),
    "an unknown role": ({"role": 99}, ("NOT_FOUND", "roleId")),
    "no role": ({"role": "project_1"}, ("INVALID", "roleId")),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_be_is_told_with_its_path(office: Api, name: str) -> None:
    given, expected = REFUSED[name]
    payload = await click(office, **given)
    assert codes(payload) == [expected]
    assert (payload["state"], payload["responsible"]) == (None, False)
    assert payload["userErrors"][0]["path"][0] == "input"
    assert await nothing_is_written(office)


async def nothing_is_written(api: Api) -> bool:
    tables = Responsibility, ResponsibilityRole, ProjectParticipant
    return not any([await count(api, t) for t in tables]) and not await changes(api)


async def test_it_needs_a_right_and_a_visible_customer(office: Api) -> None:
    given = {"partyId": "customer_1", "employeeId": f"employee_{STRANGER}"}
    reader = office.viewer(STRANGER, READ)
    denied = await raw(office, "toggleResponsibility", given, "state", reader)
    assert denied.errors == [("FORBIDDEN", ("toggleResponsibility",))]
    nobody = await raw(office, "toggleResponsibility", given, "state", None)
    assert nobody.errors == [("UNAUTHENTICATED", ("toggleResponsibility",))]
    writer = office.viewer(STRANGER, (*READ, "responsibilities:write"))
    for party in ("customer_1", "project_1"):
        payload = await click(office, party, STRANGER, viewer=writer)
        assert codes(payload) == [("NOT_FOUND", "partyId")]
    assert await nothing_is_written(office)


async def test_who_may_not_read_employees_can_name_only_himself(office: Api) -> None:
    rights = {"customers:read", "customers:read_all", "responsibilities:write"}
    writer = office.viewer(STRANGER, rights)
    assert codes(await click(office, viewer=writer)) == [("NOT_FOUND", "employeeId")]
    answer = await raw(
        office,
        "toggleResponsibility",
        {"partyId": "customer_1", "employeeId": f"employee_{STRANGER}"},
        "state userErrors { code }",
        writer,
    )
    assert answer["toggleResponsibility"] == {"state": True, "userErrors": []}


async def test_clicks_are_logged_on_the_customer(office: Api) -> None:
    await click(office, role=SUPPORT)
    await click(office)
    log = [(c.entity, c.action.name, c.customer_id, c.actor_id) for c in await changes(office)]
    assert log == [
        ("Responsibility", "CREATE", 1, 1),
        ("Responsibility", "DELETE", 1, 1),
    ]
    made = (await changes(office))[0]
    assert made.new["role_ids"] == [SUPPORT]


async def test_parallel_clicks_at_a_cell_follow_each_other(office: Api) -> None:
    answers = await asyncio.gather(*(click(office) for _ in range(500)))
    states = [answer["state"] for answer in answers]
    assert not any(codes(answer) for answer in answers)
    assert states.count(True) == states.count(False) == 250
    assert await count(office, Responsibility) == 0
    assert len(await changes(office)) == 500


async def test_of_parallel_clicks_that_saw_nothing_one_is_taken(office: Api) -> None:
    answers = await asyncio.gather(*(click(office, expectedState=False) for _ in range(30)))
    assert [codes(answer) for answer in answers].count([]) == 1
    assert all(answer["state"] for answer in answers)
    assert await count(office, Responsibility) == 1


async def test_parallel_clicks_at_a_cell_of_a_project_leave_one_row_at_most(office: Api) -> None:
    answers = await asyncio.gather(*(click(office, "project_1") for _ in range(51)))
    assert [answer["state"] for answer in answers].count(True) == 26
    rows = await participants(office)
    assert [archived for *_, archived in rows].count(False) == 1
