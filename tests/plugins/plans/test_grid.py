"""The grid: what each viewer sees, and totals that are the sums of the parts."""

import json
from decimal import Decimal
from typing import Any

import pytest

from core.context import Context
from core.customers.models import Customer
from core.viewer import Viewer
from plugins.plans.enums import PlanSide
from plugins.plans.grid import Grid
from plugins.plans.models import PlanGroup, PlanSettings
from tests.api import Api
from tests.factories import save
from tests.plugins.plans.world import (
    ADMIN,
    FORECAST,
    MANAGER,
    OTHER,
    OWNER,
    RIGHTS,
    STRANGER,
    TARGET,
    on,
    plan,
    planner,
    row,
    set_cells,
)
from tests.schema.compiled.pair import Pair
from tests.world import change

TOTAL = """month offeringArea { id } planned shown target forecast actual billingForecast variance
  base change changePercent"""
GRID = f"""query($id: ID!, $from: Date, $to: Date, $customer: ID, $owner: ID, $team: ID,
  $areas: [ID!], $compare: CompareTo, $first: Int! = 500, $ac: ID, $aa: ID) {{
  plan(id: $id) {{ grid(
    firstMonth: $from, lastMonth: $to, customerId: $customer, ownerId: $owner, salesGroupId: $team,
    offeringAreaIds: $areas, compareTo: $compare, first: $first, afterCustomerId: $ac,
    afterOfferingAreaId: $aa) {{
  currency rowCount months {{ month locked lockedBecause }}
  rows {{ customerId offeringAreaId version editable planned actual shown
    customer {{ id }} offeringArea {{ id }}
    cells {{ month planned actual shown source locked lockedBecause }}
    extended {{ target forecast actual billingForecast variance }} }}
  byMonth {{ {TOTAL} }} byOfferingArea {{ {TOTAL} }} total {{ {TOTAL} }} }} }} }}"""


async def grid(api: Api, viewer: Viewer, plan: int = TARGET, **given: Any) -> Any:
    return (await api(GRID, viewer, id=f"plan_{plan}", **given))["plan"]["grid"]


def places(found: Any) -> list[tuple[str, str]]:
    return [(r["customerId"][9:], r["offeringAreaId"][15:]) for r in found["rows"]]


def added(amounts: Any) -> Decimal:
    return sum((Decimal(a) for a in amounts if a is not None), Decimal("0.00"))


async def test_a_grid_shows_rows_of_which_nothing_is_planned_yet(planned: Api) -> None:
    found = await grid(planned, planner(planned, OWNER))
    assert places(found) == [("1", "1"), ("1", "2")]
    first = found["rows"][0]
    assert (first["version"], first["editable"]) == (0, True)
    assert first["planned"] == first["actual"] == [None] * 12
    assert first["extended"]["variance"] == first["extended"]["billingForecast"] == [None] * 12
    assert (found["total"]["planned"], found["total"]["actual"]) == ("0.00", None)


async def test_cells_show_plans_beside_invoices(full: Api) -> None:
    found = await grid(full, planner(full, OWNER, "money:read"))
    cells = found["rows"][0]["cells"]
    assert cells[0] == {
        "month": "2026-01-01",
        "planned": "0.01",
        "actual": "10.10",
        "shown": "0.01",
        "source": "PLAN",
        "locked": False,
        "lockedBecause": None,
    }
    assert [c["actual"] for c in cells[1:3]] == ["-0.05", "0.00"]
    beside = found["rows"][0]["extended"]
    assert (beside["target"][0], beside["forecast"][0]) == ("0.01", "0.02")
    assert beside["variance"][:3] == ["10.09", "-0.07", "-0.03"]
    assert found["rows"][1]["extended"]["billingForecast"][2] == "42.00"
    total = found["total"]
    assert (total["actual"], total["billingForecast"]) == ("10.05", "42.00")


async def test_locked_cells_of_forecasts_show_invoices_if_the_rules_say_so(full: Api) -> None:
    await change(full, PlanSettings, 1, lock_day=10, show_actual_when_locked=True)
    on(full, 2026, 3, 11)
    viewer = planner(full, OWNER, "money:read")
    found = await grid(full, viewer, FORECAST)
    assert [m["locked"] for m in found["months"]] == [True, True, *[False] * 10]
    cells = found["rows"][0]["cells"]
    assert (cells[0]["planned"], cells[0]["shown"], cells[0]["source"]) == (
        "0.02",
        "10.10",
        "ACTUAL",
    )
    assert (cells[2]["shown"], cells[2]["source"]) == ("0.06", "PLAN")
    assert cells[0]["lockedBecause"] == "LOCK_DAY"
    assert added(a for r in found["rows"] for a in r["shown"]) == Decimal(found["total"]["shown"])
    found = await grid(full, planner(full, OWNER), FORECAST)
    assert {c["source"] for c in found["rows"][0]["cells"]} == {"PLAN"}
    assert {m["locked"] for m in (await grid(full, viewer))["months"]} == {False}


@pytest.mark.parametrize("employee", [ADMIN, OWNER, OTHER, MANAGER, STRANGER])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"customer": "customer_1"},
        {"owner": f"employee_{OTHER}"},
        {"team": "team_2"},
        {"areas": ["product_basket_2"]},
        {"from": "2026-03-01", "to": "2026-05-01"},
        {"first": 2},
    ],
)
async def test_totals_are_the_sums_of_the_parts_for_every_viewer_and_filter(
    full: Api, employee: int, given: dict[str, Any]
) -> None:
    viewer = planner(full, employee, "money:read")
    found = await grid(full, viewer, **given, compare="ACTUAL")
    rows = found["rows"]
    if "first" in given:
        assert len(rows) == min(2, found["rowCount"])
        rows = (await grid(full, viewer))["rows"]
    total = found["total"]
    assert found["rowCount"] == len(rows)
    for name in ("planned", "shown"):
        assert added(a for r in rows for a in r[name]) == Decimal(total[name])
    for name in ("target", "forecast", "actual", "billingForecast"):
        assert added(a for r in rows for a in r["extended"][name]) == Decimal(total[name])
    for name in ("planned", "actual", "target", "forecast", "base", "change"):
        for parts in (found["byMonth"], found["byOfferingArea"]):
            assert added(part[name] for part in parts) == Decimal(total[name])
    for n, month in enumerate(found["months"]):
        of_month = [t for t in found["byMonth"] if t["month"] == month["month"]]
        assert added(r["planned"][n] for r in rows) == added(t["planned"] for t in of_month)
    seen = {ADMIN: 6, OWNER: 2, OTHER: 2, MANAGER: 2, STRANGER: 0}
    if not given:
        assert len(rows) == seen[employee]


async def test_money_of_others_is_shown_with_the_card_only(full: Api) -> None:
    found = await grid(full, planner(full, ADMIN, "money:read"))
    assert len(found["rows"]) == 6
    assert {r["customer"] and r["customer"]["id"] for r in found["rows"]} == {None}
    assert found["total"]["actual"] == "0.00"
    found = await grid(full, planner(full, ADMIN, "money:read", "customers:read_all"))
    assert found["total"]["actual"] == "22.05"
    assert (await grid(full, planner(full, ADMIN)))["total"]["actual"] is None


async def test_readers_see_what_they_may_not_edit(full: Api) -> None:
    reader = full.viewer(
        STRANGER, {*RIGHTS, "plans:read_all", "customers:read_all"} - {"plans:write"}
    )
    found = await grid(full, reader)
    assert found["rowCount"] == 6
    assert {r["editable"] for r in found["rows"]} == {False}
    assert (await grid(full, full.viewer(STRANGER, ["plans:read"])))["rowCount"] == 0


async def test_rows_come_by_pages(full: Api) -> None:
    admin = planner(full, ADMIN)
    every = places(await grid(full, admin))
    page = places(await grid(full, admin, first=4))
    after: dict[str, Any] = {"ac": f"customer_{page[-1][0]}", "aa": f"product_basket_{page[-1][1]}"}
    assert page + places(await grid(full, admin, first=4, **after)) == every


async def test_totals_are_compared_and_percents_are_ratios_of_sums(full: Api) -> None:
    admin = planner(full, ADMIN, "money:read", "customers:read_all")
    total = (await grid(full, admin, FORECAST, compare="TARGET"))["total"]
    assert Decimal(total["planned"]) == 2 * Decimal(total["base"])
    assert (total["change"], total["changePercent"]) == (total["base"], "100.00")
    total = (await grid(full, admin, compare="PREVIOUS_YEAR"))["total"]
    assert (total["base"], total["change"], total["changePercent"]) == (
        "0.00",
        total["planned"],
        None,
    )
    await save(full, plan(3, year=2025))
    before = [row(1, {12: "2.00", 11: "1.00"})]
    before[0]["cells"][0]["month"], before[0]["cells"][1]["month"] = "2025-12-01", "2025-11-01"
    await full.add(PlanGroup, {"plan_id": 3, "team_id": 1})
    await set_cells(full, planner(full, ADMIN, "plans:manage"), *before, plan=3)
    total = (await grid(full, admin, compare="PREVIOUS_YEAR"))["total"]
    assert total["base"] == "3.00"
    given: dict[str, Any] = {"from": "2026-01-01", "to": "2026-02-01"}
    total = (await grid(full, admin, compare="PREVIOUS_PERIOD", **given))["total"]
    assert total["base"] == "3.00"
    change, base = Decimal(total["change"]), Decimal(total["base"])
    assert Decimal(total["changePercent"]) == (change * 100 / base).quantize(Decimal("0.01"))


async def test_the_rules_switch_parts_of_grids_off(full: Api) -> None:
    off = {f"target_{name}": False for name in ("extended_customer_rows", "change_percent")}
    await change(full, PlanSettings, 1, **off)
    admin = planner(full, ADMIN)
    found = await grid(full, admin, compare="TARGET")
    assert {r["extended"] for r in found["rows"]} == {None}
    assert (found["total"]["change"], found["total"]["changePercent"]) == ("0.00", None)
    off = {f"target_{n}": False for n in ("customer_rows", "extended_total_rows", "change")}
    await change(full, PlanSettings, 1, **off)
    found = await grid(full, admin, compare="TARGET")
    assert (found["rows"], found["rowCount"]) == ([], 6)
    assert (found["total"]["target"], found["total"]["change"]) == (None, None)
    await change(full, PlanSettings, 1, target_total_rows=False)
    assert (await grid(full, admin))["total"] is None
    assert (await grid(full, admin, FORECAST))["total"] is not None


async def test_a_new_owner_sees_the_rows_and_the_old_one_does_not(full: Api) -> None:
    await change(full, Customer, 1, owner_id=OTHER)
    assert places(await grid(full, planner(full, OWNER))) == []
    assert len(places(await grid(full, planner(full, OTHER)))) == 4
    await change(full, Customer, 1, owner_id=STRANGER)
    found = await grid(full, planner(full, STRANGER))
    assert [r["version"] for r in found["rows"]] == [1, 1]


@pytest.mark.parametrize(
    "given",
    [
        {"first": 5001},
        {"first": -1},
        {"from": "2026-01-02"},
        {"to": "2027-01-01"},
        {"customer": "x"},
        {"areas": ["product_basket_1"] * 501},
    ],
)
async def test_bad_arguments_of_a_grid_are_refused(planned: Api, given: dict[str, Any]) -> None:
    answer = await planned(GRID, planner(planned, OWNER), id="plan_1", **given)
    assert [code for code, _ in answer.errors] == ["BAD_USER_INPUT"]


async def test_of_a_long_plan_the_last_36_months_are_shown_and_more_are_refused(
    planned: Api,
) -> None:
    await save(planned, plan(3, year=2020, horizon="ROLLING", rolling_months=12, active=False))
    admin = planner(planned, ADMIN)
    months = [m["month"] for m in (await grid(planned, admin, 3))["months"]]
    assert (len(months), months[0], months[-1]) == (36, "2024-03-01", "2027-02-01")
    given = {"id": "plan_3", "from": "2020-01-01"}
    answer = await planned(GRID, admin, **given)
    assert [code for code, _ in answer.errors] == ["BAD_USER_INPUT"]
    assert "86 months are asked for, and at most 36" in answer.messages[0]


async def test_a_grid_takes_the_same_statements_whatever_its_size(full: Api) -> None:
    viewer = planner(full, ADMIN, "money:read", "customers:read_all")
    with full.statements() as few:
        await grid(full, viewer, customer="customer_1", areas=["product_basket_1"])
    with full.statements() as many:
        await grid(full, viewer)
    assert len(many) == len(few) <= 7


async def test_compiled_reads_make_no_objects_of_rows(
    full: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = """{ plan(id: "plan_1") { grid { rows { customerId version planned shown
      customer { name } cells { month planned locked } extended { target } } } } }"""
    pair, viewer = Pair(full.deployment), planner(full, ADMIN, "customers:read_all")
    expected = (await pair(query, viewer)).value
    assert len(expected["plan"]["grid"]["rows"]) == 6

    async def rows(grid: Grid) -> list[Any]:
        raise AssertionError("rows were read into objects")

    monkeypatch.setattr(Grid, "rows", rows)
    told = await pair.compiled.execute(query, context_value=Context(full.deployment, viewer))
    assert not told.errors
    text: Any = told.data
    assert json.loads(text) == expected


async def test_another_side_is_not_counted(full: Api) -> None:
    await save(full, plan(3, side=PlanSide.FORECAST, active=False))
    found = await grid(full, planner(full, ADMIN), 3)
    assert found["rowCount"] == 0
