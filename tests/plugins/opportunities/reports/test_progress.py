"""How opportunities go on: the funnel, the win rate, and where nothing has happened."""

from datetime import date
from typing import Any

import pytest

from core.viewer import Viewer
from plugins.opportunities.models import Opportunity
from tests.api import Api
from tests.factories import customer, employee, opportunity, opportunity_change, save
from tests.plugins.opportunities.reports.calls import READ, same
from tests.plugins.opportunities.stages import LOST, OFFERED, PROSPECTING, QUALIFIED, WON
from tests.world import change

FUNNEL = """query ($from: Date, $to: Date, $filter: OpportunityFilter) {
  salesFunnel(from: $from, to: $to, filter: $filter) {
    stage { code } entered advanced lost returned remaining conversion medianDays } }"""


@pytest.fixture
async def moving(api: Api) -> Api:
    """Four opportunities on their ways: (day of January, stage)."""
    ways = {
        1: [(1, PROSPECTING), (5, QUALIFIED), (11, WON)],
        2: [(1, PROSPECTING), (2, QUALIFIED), (2, LOST)],
        3: [(2, PROSPECTING), (10, OFFERED), (12, PROSPECTING)],
        4: [(3, QUALIFIED), (30, WON), (31, QUALIFIED)],
    }
    await save(api, employee(1), customer(1, owner_id=1))
    for key, way in ways.items():
        await save(api, opportunity(key, way[-1][1], customer_id=1 if key < 3 else None))
        before = None
        for place, (day, stage) in enumerate(way):
            values = {"day": date(2026, 1, day), "stage_id": stage, "old_stage_id": before}
            await save(api, opportunity_change(10 * key + place, key, **values))
            before = stage
    other = {"day": date(2026, 1, 7), "stage_id": QUALIFIED, "old_stage_id": QUALIFIED}
    await save(api, opportunity_change(99, 1, amount=5, **other))
    return api


async def funnel(api: Api, viewer: Viewer | None = None, **asked: Any) -> dict[str, list[Any]]:
    answer = await same(api, FUNNEL, viewer or api.admin, **asked)
    rows = [list(found.values()) for found in answer["salesFunnel"]]
    for _, entered, *parts in (found[:6] for found in rows):
        assert entered == sum(parts)
    return {found[0]["code"]: found[1:] for found in rows}


async def test_the_funnel_tells_where_opportunities_went(moving: Api) -> None:
    found = await funnel(moving)
    assert list(found) == ["PROSPECTING", "QUALIFIED", "OFFERED", "WON", "LOST"]
    assert found == {
        "PROSPECTING": [4, 3, 0, 0, 1, "75.00", "4.0"],
        "QUALIFIED": [4, 2, 1, 0, 1, "50.00", "6.0"],
        "OFFERED": [1, 0, 0, 1, 0, "0.00", "2.0"],
        "WON": [2, 0, 0, 1, 1, None, "1.0"],
        "LOST": [1, 0, 0, 0, 1, None, None],
    }


async def test_the_funnel_of_a_period_is_of_what_came_in_then(moving: Api) -> None:
    period: dict[str, Any] = {"from": "2026-01-02", "to": "2026-01-05"}
    found = await funnel(moving, **period)
    assert found == {
        "PROSPECTING": [1, 1, 0, 0, 0, "100.00", "8.0"],
        "QUALIFIED": [3, 2, 1, 0, 0, "66.67", "6.0"],
        "LOST": [1, 0, 0, 0, 1, None, None],
    }


async def test_the_funnel_is_of_visible_opportunities(moving: Api) -> None:
    found = await funnel(moving, moving.viewer(1, READ))
    assert {code: counts[0] for code, counts in found.items()} == {
        "PROSPECTING": 2,
        "QUALIFIED": 2,
        "WON": 1,
        "LOST": 1,
    }
    where = {"id": {"eq": "opportunity_2"}}
    assert (await funnel(moving, filter=where))["QUALIFIED"] == [1, 0, 1, 0, 0, "0.00", "0.0"]


RATE = """query ($from: Date, $to: Date, $by: PipelineGroup) {
  winRate(from: $from, to: $to, by: $by) { owner { name } stage { code } won lost rate } }"""


async def test_the_win_rate(world: Api) -> None:
    answer = await same(world, RATE, world.admin)
    whole = {"owner": None, "stage": None, "won": 2, "lost": 1, "rate": "66.67"}
    assert answer["winRate"] == [whole]
    answer = await same(world, RATE, world.admin, **{"from": "2026-02-01", "to": "2026-02-28"})
    assert answer["winRate"] == [{**whole, "won": 1, "rate": "50.00"}]
    answer = await same(world, RATE, world.admin, by="OWNER")
    assert answer["winRate"] == [
        {**whole, "owner": {"name": "Aada Aho"}, "won": 0, "rate": "0.00"},
        {**whole, "owner": {"name": "Bo Berg"}, "lost": 0, "rate": "100.00"},
    ]
    answer = await same(world, RATE, world.admin, to="2025-12-31")
    assert answer["winRate"] == []
    answer = await same(world, RATE, world.viewer(1, READ))
    assert answer["winRate"] == [{**whole, "lost": 0, "rate": "100.00"}]


STALE = """query ($since: Date!) { staleOpportunities(since: $since) {
  opportunity { id } changedOn } }"""


async def test_stale_are_those_to_which_nothing_has_happened(moving: Api) -> None:
    async def stale(since: str, viewer: Viewer | None = None) -> list[tuple[str, str]]:
        answer = await same(moving, STALE, viewer or moving.admin, since=since)
        found = answer["staleOpportunities"]
        return [(each["opportunity"]["id"], each["changedOn"]) for each in found]

    await change(moving, Opportunity, 1, stage_id=OFFERED)
    third, fourth = ("opportunity_3", "2026-01-12"), ("opportunity_4", "2026-01-31")
    assert await stale("2026-02-01") == [("opportunity_1", "2026-01-11"), third, fourth]
    assert await stale("2026-01-12") == [("opportunity_1", "2026-01-11")]
    assert await stale("2026-02-01", moving.viewer(1, READ)) == [("opportunity_1", "2026-01-11")]
    now = moving.deployment.clock.now()
    await change(moving, Opportunity, 3, archived_at=now)
    assert third not in await stale("2026-02-01")
