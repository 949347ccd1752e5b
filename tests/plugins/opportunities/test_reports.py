"""Reports: what adds up of the visible opportunities, by one statement each."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from core.viewer import Viewer
from plugins.opportunities.models import Opportunity, OpportunitySegment, OpportunitySnapshot
from plugins.opportunities.snapshots import take_snapshot
from tests.api import Api, MovableClock
from tests.core.writing.calls import mutate
from tests.factories import (
    basket,
    customer,
    employee,
    keyword,
    opportunity,
    opportunity_change,
    save,
    team,
)
from tests.plugins.opportunities.stages import (
    LOST,
    NEGOTIATION,
    OFFERED,
    PROSPECTING,
    QUALIFIED,
    WON,
)
from tests.schema.compiled.pair import COMPILED, Pair
from tests.world import change

READ = ("opportunities:read", "customers:read", "employees:read", "products:read", "keywords:read")
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


@pytest.fixture
async def world(api: Api) -> Api:
    """Six open opportunities, three that are decided, and an archived one."""
    await save(
        api,
        *(team(1, name="Åland"), team(2, name="Zagreb")),
        employee(1, team_id=1, name="Bo Berg"),
        employee(2, team_id=2, name="Aada Aho"),
        employee(3, name="Cia Cygnaeus"),
        *(customer(1, owner_id=1), customer(2, owner_id=2)),
        basket(1, type="WALLET_SHARE"),
        *(keyword(1, "SEGMENT", "KEY"), keyword(2, "SIZE", "BIG")),
        opportunity(1, PROSPECTING, customer_id=1, owner_id=1, amount="100.05"),
        opportunity(2, OFFERED, customer_id=1, owner_id=2, amount="10.01", offering_area_id=1),
        opportunity(3, OFFERED, customer_id=2, owner_id=2, amount="20.00", manual_probability=10),
        opportunity(4, OFFERED, customer_id=2, owner_id=3, amount="7", currency="HUF"),
        opportunity(5, NEGOTIATION, customer_id=2),
        opportunity(6, NEGOTIATION, owner_id=3, amount="4.00", offering_area_id=1),
        opportunity(7, WON, customer_id=1, owner_id=1, amount="50", closed_on=date(2026, 1, 31)),
        opportunity(8, WON, customer_id=2, owner_id=1, amount="60", closed_on=date(2026, 2, 1)),
        opportunity(9, LOST, customer_id=2, owner_id=2, amount="70", closed_on=date(2026, 2, 28)),
        opportunity(10, OFFERED, customer_id=1, amount="1", archived_at=api.deployment.clock.now()),
        *(OpportunitySegment(opportunity_id=key, keyword_id=1) for key in (1, 2)),
        *(OpportunitySegment(opportunity_id=key, keyword_id=2) for key in (2, 3)),
    )
    return api


async def same(api: Api, query: str, viewer: Viewer, **variables: object) -> Any:
    """The answer, which must be the same both ways, and come from one statement."""
    pair = Pair(api.deployment)
    await pair(query, viewer, **variables)
    with api.statements() as statements:
        outcome = await pair._run(pair.compiled, query, viewer, variables, None)  # noqa: SLF001
    assert (outcome.plan, len(statements)) == (COMPILED, 1)
    return outcome.value


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


REPORTS = (
    "pipeline { count }",
    'pipelineHistory(from: "2026-01-01", to: "2026-12-31") { count }',
    "salesFunnel { entered }",
    "winRate { won }",
    'staleOpportunities(since: "2026-12-31") { changedOn }',
)


@pytest.mark.parametrize("field", REPORTS)
async def test_reports_need_the_right_to_read_opportunities(world: Api, field: str) -> None:
    answer = await world(f"{{ {field} }}", world.viewer(1, ["customers:read"]))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    answer = await world(f"{{ {field} }}")
    assert [code for code, _ in answer.errors] == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("field", REPORTS)
async def test_a_wrong_filter_of_a_report_is_told(world: Api, field: str) -> None:
    name = field.split(" ", maxsplit=1)[0].split("(", maxsplit=1)[0]
    bad = 'filter: {id: {eq: "customer_1"}}'
    query = (
        field.replace("(", f"({bad}, ") if "(" in field else field.replace(name, f"{name}({bad})")
    )
    answer = await world(f"{{ {query} }}", world.admin)
    assert [code for code, _ in answer.errors] == ["BAD_USER_INPUT"]


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


async def test_a_report_of_many_opportunities_is_one_statement(api: Api) -> None:
    await save(api, *(opportunity(key, OFFERED, amount="1") for key in range(1, 31)))
    await save(
        api,
        *(
            OpportunitySnapshot(
                day=date(2026, 3, 1),
                opportunity_id=key,
                stage_id=OFFERED,
                amount=1,
                currency="EUR",
                probability=50,
            )
            for key in range(1, 31)
        ),
    )
    for field in REPORTS:
        with api.statements() as statements:
            await api(f"{{ {field} }}", api.admin)
        assert len(statements) == 1, field
