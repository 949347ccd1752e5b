"""What holds of cells whatever is clicked when, and of intervals whatever the days."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, delete, literal, select

from core.projects.models import ProjectParticipant
from plugins.groups.intervals import contains, holds_on
from plugins.groups.responsibility_models import Responsibility
from tests import factories as make
from tests.api import Api, deployment_on
from tests.core.writing.calls import count, mutate
from tests.database import Databases
from tests.effort import some
from tests.plugins.groups.rows import ACCOUNTANT, LEAD, RESPONSIBLE, SUPPORT, people

START = datetime(2026, 3, 15, 12, tzinfo=UTC)
DAYS = st.none() | st.dates(date(2026, 3, 1), date(2026, 3, 31))
ROLES = {"customer_1": (ACCOUNTANT, SUPPORT), "project_1": (LEAD, 4)}
CLICKS = st.lists(
    st.tuples(st.sampled_from((0, 0, 1, 7)), st.sampled_from((None, 0, 1))), max_size=9
)
"""Days that pass before a click, and the role that is clicked, if one is."""

RULES = settings(
    max_examples=some(60),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def office(databases: Databases, loop: asyncio.Runner) -> Iterator[Api]:
    """People, a customer and a project."""
    url = databases.clone()
    api = Api(deployment_on(url))
    another = make.keyword(4, "PROJECT_ROLE", "SPECIALIST")
    loop.run(make.save(api, *people(), another, make.customer(1), make.project(1, 1)))
    yield api
    loop.run(api.deployment.close())
    databases.drop(url)


@pytest.mark.parametrize("party", ROLES)
def test_a_cell_is_what_the_answers_said(office: Api, loop: asyncio.Runner, party: str) -> None:
    @RULES
    @given(CLICKS)
    def holds(clicks: list[tuple[int, int | None]]) -> None:
        loop.run(play(office, party, clicks))

    holds()


async def play(api: Api, party: str, clicks: list[tuple[int, int | None]]) -> None:
    await clear(api)
    clock: Any = api.deployment.clock
    clock.instant = START
    responsible, borne, known = False, set[str](), set[str]()
    for wait, place in clicks:
        clock.instant += timedelta(days=wait)
        role = None if place is None else f"keyword_{ROLES[party][place]}"
        answer = await click(api, party, role)
        roles = set(answer["roleIds"])
        if role is None:
            assert answer["state"] is answer["responsible"] is not responsible
            assert roles <= known if answer["responsible"] else not roles
        else:
            assert answer["responsible"]
            # those of a time that ended yesterday are borne again
            assert roles - {role} == borne - {role} or not responsible
            assert answer["state"] is (role in roles) is (role not in borne or not responsible)
        responsible, borne, known = answer["responsible"], roles, known | roles
    assert await shown(api, party) == (responsible, borne)
    assert await count(api, Responsibility) <= 1


async def click(api: Api, party: str, role: str | None) -> Any:
    given = {"partyId": party, "employeeId": f"employee_{RESPONSIBLE}", "roleId": role}
    answer = await mutate(api, "toggleResponsibility", given, "state responsible roleIds")
    assert answer["userErrors"] == []
    return answer


async def shown(api: Api, party: str) -> tuple[bool, set[str]]:
    """What the matrix shows of the cell."""
    query = """{ responsibilityMatrix(projects: true) {
      project { id } cells { employee { id } roles { id } } } }"""
    for row in (await api(query, api.admin))["responsibilityMatrix"]:
        if (row["project"] or {"id": "customer_1"})["id"] == party:
            roles = {role["id"] for cell in row["cells"] for role in cell["roles"]}
            return bool(row["cells"]), roles
    raise AssertionError(party)


async def clear(api: Api) -> None:
    async with api.deployment.database.engine.begin() as connection:
        for model in (Responsibility, ProjectParticipant):
            await connection.execute(delete(model))


@RULES
@given(first=DAYS, last=DAYS, day=st.dates(date(2026, 2, 27), date(2026, 4, 2)))
def test_an_interval_holds_its_first_and_last_day_and_all_between(
    office: Api, loop: asyncio.Runner, first: date | None, last: date | None, day: date
) -> None:
    expected = (first or date.min) <= day <= (last or date.max)
    assert contains(first, last, day) is expected
    row = SimpleNamespace(valid_from=literal(first, Date()), valid_to=literal(last, Date()))
    asked = select(holds_on(row, literal(day, Date())))
    (found,) = loop.run(office.deployment.database.fetch(asked))
    assert found[0] is expected
