"""What docs/sql.md and docs/calendar.md show."""

from collections.abc import AsyncIterator

import pytest

from plugins.pupesoft_tools.sql_search.roles import remove
from tests.database import Databases
from tests.readme import ROOT, example
from tests.world import World, small_world

SQL = ROOT / "docs" / "sql.md"
CALENDAR = ROOT / "docs" / "calendar.md"


@pytest.fixture
async def world(databases: Databases) -> AsyncIterator[World]:
    async with small_world(databases) as world:
        yield world
        await remove(world.api.deployment.database)


async def test_what_is_shown_can_be_run(world: World) -> None:
    for name, field in (("search", "runSqlSearch"), ("report", "runSqlReport")):
        payload = (await world(example(name, SQL), world.admin))[field]
        assert payload["userErrors"] == []
        assert payload["result"]["columns"][0]


async def test_calendars_and_reminders_are_written_as_shown(world: World) -> None:
    for name, field in (("entry", "createCalendarEntry"), ("reminder", "createReminder")):
        payload = (await world(example(name, CALENDAR), world.admin))[field]
        assert payload["userErrors"] == []
    [slot] = (await world(example("window", CALENDAR), world.admin))["calendar"]
    assert slot["entry"]["title"] == "Visit"
