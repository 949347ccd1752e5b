"""The pipeline, now and over time: what adds up of the visible opportunities."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from core.viewer import Viewer
from plugins.opportunities.models import Opportunity
from plugins.opportunities.snapshots import take_snapshot
from tests.api import Api, MovableClock
from tests.core.writing.calls import mutate
from tests.plugins.opportunities.reports.calls import READ, same
from tests.plugins.opportunities.stages import NEGOTIATION, OFFERED, PROSPECTING, WON
from tests.world import change

GROUPS = {
    "STAGE": "stage { code }",
    "OWNER": "owner { name }",
    "TEAM": "team { name }",
    "OFFERING_AREA": "offeringArea { name }",
    "SEGMENT": "segment { list code }",
}
PIPELINE = """query ($by: PipelineGroup, $kinds: [StageKind!], $filter: OpportunityFilter) {
  pipeline(by: $by, kinds: $kinds, filter: $filter) {
    %s currency count amount weighted } }"""


def row(group: Any, currency: str, count: int, amount: str, weighted: str) -> list[Any]:
    return [group, currency, count, amount, weighted]


async def pipeline(api: Api, by: str, viewer: Viewer | None = None, **more: object) -> list[Any]:
    field = GROUPS[by]
    answer = await same(api, PIPELINE % field, viewer or api.admin, by=by, **more)
    return [list(found.values()) for found in answer["pipeline"]]


async def test_the_pipeline_by_stage(world: Api) -> None:
    expected = [
        row({"code": "PROSPECTING"}, "EUR", 1, "100.05", "10.01"),
        row({"code": "OFFERED"}, "EUR", 2, "30.01", "7.01"),
        row({"code": "OFFERED"}, "HUF", 1, "7.00", "3.50"),
        row({"code": "NEGOTIATION"}, "EUR", 2, "4.00", "3.00"),
    ]
    assert await pipeline(world, "STAGE") == expected
    answer = await same(world, "{ pipeline { stage { code } owner { id } count } }", world.admin)
    assert [r["stage"] for r in answer["pipeline"]] == [r[0] for r in expected]
    assert {r["owner"] for r in answer["pipeline"]} == {None}


async def test_the_pipeline_by_owner(world: Api) -> None:
    assert await pipeline(world, "OWNER") == [
        row({"name": "Aada Aho"}, "EUR", 2, "30.01", "7.01"),
        row({"name": "Bo Berg"}, "EUR", 1, "100.05", "10.01"),
        row({"name": "Cia Cygnaeus"}, "EUR", 1, "4.00", "3.00"),
        row({"name": "Cia Cygnaeus"}, "HUF", 1, "7.00", "3.50"),
        row(None, "EUR", 1, "0.00", "0.00"),
    ]


async def test_the_pipeline_by_team(world: Api) -> None:
    assert await pipeline(world, "TEAM") == [
        row({"name": "Zagreb"}, "EUR", 2, "30.01", "7.01"),
        row({"name": "Åland"}, "EUR", 1, "100.05", "10.01"),
        row(None, "EUR", 2, "4.00", "3.00"),
        row(None, "HUF", 1, "7.00", "3.50"),
    ]


async def test_the_pipeline_by_offering_area(world: Api) -> None:
    assert await pipeline(world, "OFFERING_AREA") == [
        row({"name": "Basket 1"}, "EUR", 2, "14.01", "8.01"),
        row(None, "EUR", 3, "120.05", "12.01"),
        row(None, "HUF", 1, "7.00", "3.50"),
    ]


async def test_what_is_in_several_segments_counts_in_each(world: Api) -> None:
    assert await pipeline(world, "SEGMENT") == [
        row({"list": "SEGMENT", "code": "KEY"}, "EUR", 2, "110.06", "15.02"),
        row({"list": "SIZE", "code": "BIG"}, "EUR", 2, "30.01", "7.01"),
        row(None, "EUR", 2, "4.00", "3.00"),
        row(None, "HUF", 1, "7.00", "3.50"),
    ]


async def test_other_kinds_count_when_asked_for(world: Api) -> None:
    assert await pipeline(world, "STAGE", kinds=["WON", "LOST"]) == [
        row({"code": "WON"}, "EUR", 2, "110.00", "110.00"),
        row({"code": "LOST"}, "EUR", 1, "70.00", "0.00"),
    ]
    assert await pipeline(world, "STAGE", kinds=[]) == []


async def test_a_filter_chooses_what_counts(world: Api) -> None:
    where = {"customer": {"id": {"eq": "customer_1"}}, "amount": {"gt": "10.01"}}
    assert await pipeline(world, "STAGE", filter=where) == [
        row({"code": "PROSPECTING"}, "EUR", 1, "100.05", "10.01")
    ]


async def test_an_archived_stage_is_still_counted(world: Api) -> None:
    given = {"id": f"stage_{OFFERED}", "expectedVersion": 1}
    await mutate(world, "archiveStage", given, "stage { id }")
    assert [found[0] for found in await pipeline(world, "STAGE")][1] == {"code": "OFFERED"}


async def test_only_visible_opportunities_count(world: Api) -> None:
    seller = world.viewer(1, READ)
    assert await pipeline(world, "STAGE", seller) == [
        row({"code": "PROSPECTING"}, "EUR", 1, "100.05", "10.01"),
        row({"code": "OFFERED"}, "EUR", 1, "10.01", "5.01"),
    ]
    assert await pipeline(world, "STAGE", world.viewer(9, READ)) == []


async def test_a_hidden_owner_looks_like_none(world: Api) -> None:
    rights = ("opportunities:read", "opportunities:read_all")
    assert await pipeline(world, "OWNER", world.viewer(1, rights)) == [
        row({"name": "Bo Berg"}, "EUR", 1, "100.05", "10.01"),
        row(None, "EUR", 4, "34.01", "10.01"),
        row(None, "HUF", 1, "7.00", "3.50"),
    ]


@pytest.mark.parametrize(
    ("by", "right"),
    [("TEAM", "employees"), ("OFFERING_AREA", "products"), ("SEGMENT", "keywords")],
)
async def test_a_group_needs_the_right_to_read_it(world: Api, by: str, right: str) -> None:
    rights = [each for each in READ if not each.startswith(right)]
    query = f"{{ pipeline(by: {by}) {{ count }} }}"
    answer = await world(query, world.viewer(1, rights))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]


HISTORY = """query ($from: Date!, $to: Date!, $by: PipelineGroup, $kinds: [StageKind!],
    $every: Int, $filter: OpportunityFilter) {
  pipelineHistory(from: $from, to: $to, by: $by, kinds: $kinds, every: $every, filter: $filter) {
    day %s currency count amount weighted } }"""


async def past(api: Api, by: str = "STAGE", **more: object) -> list[Any]:
    period = {"from": "2026-03-01", "to": "2026-03-31", "by": by, **more}
    viewer = cast(Viewer, period.pop("viewer", api.admin))
    answer = await same(api, HISTORY % GROUPS[by], viewer, **period)
    return [list(found.values()) for found in answer["pipelineHistory"]]


@pytest.fixture
async def days(world: Api) -> Api:
    """Snapshots of 15, 16 and 17 March; on the second day 1 was in another stage."""
    clock = cast(MovableClock, world.deployment.clock)
    await take_snapshot(world.deployment)
    clock.instant += timedelta(days=1)
    await change(world, Opportunity, 1, stage_id=NEGOTIATION, amount=Decimal("200.00"), owner_id=2)
    await take_snapshot(world.deployment)
    clock.instant += timedelta(days=1)
    await change(world, Opportunity, 1, stage_id=WON)
    await take_snapshot(world.deployment)
    return world


async def test_the_pipeline_over_time(days: Api) -> None:
    rest = [
        row({"code": "OFFERED"}, "EUR", 2, "30.01", "7.01"),
        row({"code": "OFFERED"}, "HUF", 1, "7.00", "3.50"),
    ]
    assert await past(days) == [
        ["2026-03-15", *row({"code": "PROSPECTING"}, "EUR", 1, "100.05", "10.01")],
        *(["2026-03-15", *each] for each in rest),
        ["2026-03-15", *row({"code": "NEGOTIATION"}, "EUR", 2, "4.00", "3.00")],
        *(["2026-03-16", *each] for each in rest),
        ["2026-03-16", *row({"code": "NEGOTIATION"}, "EUR", 3, "204.00", "153.00")],
        *(["2026-03-17", *each] for each in rest),
        ["2026-03-17", *row({"code": "NEGOTIATION"}, "EUR", 2, "4.00", "3.00")],
    ]
    assert await past(days, kinds=["WON"], **{"from": "2026-03-17"}) == [
        ["2026-03-17", *row({"code": "WON"}, "EUR", 3, "310.00", "310.00")]
    ]


async def test_the_owner_over_time_is_that_of_the_day(days: Api) -> None:
    where = {"id": {"eq": "opportunity_1"}}
    assert await past(days, "OWNER", filter=where) == [
        ["2026-03-15", *row({"name": "Bo Berg"}, "EUR", 1, "100.05", "10.01")],
        ["2026-03-16", *row({"name": "Aada Aho"}, "EUR", 1, "200.00", "150.00")],
    ]
    assert [found[1] for found in await past(days, "TEAM", filter=where)] == [
        {"name": "Åland"},
        {"name": "Zagreb"},
    ]


@pytest.mark.parametrize("by", ["OFFERING_AREA", "SEGMENT"])
async def test_other_groups_over_time(days: Api, by: str) -> None:
    period = {"from": "2026-03-15", "to": "2026-03-15"}
    first = [found[1:] for found in await past(days, by, **period)]
    await change(days, Opportunity, 1, stage_id=PROSPECTING, amount=Decimal("100.05"), owner_id=1)
    assert first == await pipeline(days, by)


@pytest.mark.parametrize(
    ("every", "expected"),
    [(1, [15, 16, 17]), (2, [15, 17]), (3, [17]), (0, [15, 16, 17]), (-7, [15, 16, 17])],
)
async def test_days_may_be_left_out(days: Api, every: int, expected: list[int]) -> None:
    found = await past(days, every=every, to="2026-03-17")
    assert sorted({each[0] for each in found}) == [f"2026-03-{day}" for day in expected]
    assert await past(days, every=1, to="9999-12-31") == await past(days)


async def test_only_visible_opportunities_count_over_time(days: Api) -> None:
    seller = days.viewer(3, READ)
    found = await past(days, viewer=seller)
    assert {tuple(each[2:4]) for each in found} == {("HUF", 1), ("EUR", 1)}
    assert await past(days, viewer=days.viewer(9, READ)) == []
    assert await past(days, **{"from": "2026-03-31", "to": "2026-03-01"}) == []
