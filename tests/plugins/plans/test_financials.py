"""Financials: recomputed from what was written, for every kind of viewer."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import pytest

from core.viewer import Viewer
from plugins.plans.models import Plan
from tests.api import Api
from tests.plugins.plans.full import INVOICES, planned_amount
from tests.plugins.plans.world import (
    ADMIN,
    FORECAST,
    OTHER,
    OUTSIDE,
    OWNER,
    STRANGER,
    TARGET,
    planner,
    row,
    set_cells,
)
from tests.world import change

PARTS = """items { month offeringArea { id } budget forecast actual billingForecast base change
    changePercent } total { month budget forecast actual billingForecast base change changePercent }
  currency labels series { name values }"""
ARGUMENTS = "from: $from, to: $to, by: $by, compareTo: $compare"
HEAD = '$from: Date! = "2026-01-01", $to: Date! = "2026-12-01", $by: FinancialsBy! = MONTH'
HEAD = f"query($compare: CompareTo! = TARGET, {HEAD})"
SCOPES = {
    "customer": 'customer(id: "customer_1")',
    "employee": f'employee(id: "employee_{OWNER}")',
    "team": 'team(id: "team_2")',
}


async def financials(api: Api, viewer: Viewer, scope: str | None = None, **given: Any) -> Any:
    field = f"financials({ARGUMENTS}) {{ {PARTS} }}"
    if scope is None:
        return (await api(f"{HEAD} {{ {field} }}", viewer, **given))["financials"]
    query = f"{HEAD} {{ {SCOPES[scope]} {{ {field} }} }}"
    return (await api(query, viewer, **given))[scope]["financials"]


def everything(api: Api, employee: int = ADMIN) -> Viewer:
    more = ("money:read", "customers:read_all", "plans:read_all", "employees:read")
    return planner(api, employee, *more)


def planned_by(plan: int, customers: Collection[int], month: int) -> Decimal:
    return sum(
        (planned_amount(plan, c, a, month) for c in customers for a in (1, 2)), Decimal(0)
    ).quantize(Decimal("0.01"))


def invoiced_to(customers: Collection[int], month: int) -> Decimal:
    at = f"2026-{month:02d}"
    return sum(
        (Decimal(a) for c, _, m, cur, a in INVOICES if c in customers and m == at and cur == "EUR"),
        Decimal("0.00"),
    )


@pytest.mark.parametrize(
    ("scope", "customers"),
    [("customer", {1}), ("employee", {1}), ("team", {2}), (None, {1, 2, 3, OUTSIDE})],
)
async def test_figures_stand_side_by_side_by_month(
    full: Api, scope: str | None, customers: set[int]
) -> None:
    found = await financials(full, everything(full), scope)
    assert found["labels"] == [f"2026-{m:02d}" for m in range(1, 13)]
    in_plan = customers - {OUTSIDE}
    for month, item in enumerate(found["items"], 1):
        assert Decimal(item["budget"]) == planned_by(TARGET, in_plan, month)
        assert Decimal(item["forecast"]) == planned_by(FORECAST, in_plan, month)
        assert Decimal(item["actual"]) == invoiced_to(customers, month)
        assert item["billingForecast"] == ("42.00" if month == 3 and 1 in customers else "0.00")
        assert item["change"] == item["base"] == item["budget"]
    for name in ("budget", "forecast", "actual", "billingForecast", "change"):
        parts = sum(Decimal(item[name]) for item in found["items"])
        assert parts == Decimal(found["total"][name])
    assert found["total"]["changePercent"] == "100.00"
    series = {s["name"]: s["values"] for s in found["series"]}
    assert series["BUDGET"] == [item["budget"] for item in found["items"]]
    assert len(series) == 4


async def test_figures_stand_side_by_side_by_offering_area(full: Api) -> None:
    found = await financials(full, everything(full), by="OFFERING_AREA")
    assert found["labels"] == ["Basket 1", "Basket 2", ""]
    ids = [i["offeringArea"] and i["offeringArea"]["id"] for i in found["items"]]
    assert ids == ["product_basket_1", "product_basket_2", None]
    assert [i["actual"] for i in found["items"]] == ["517.05", "5.00", "99.00"]
    assert found["total"]["actual"] == "621.05"


@pytest.mark.parametrize("employee", [ADMIN, OWNER, OTHER, STRANGER])
async def test_the_whole_is_the_sum_of_what_a_viewer_sees(full: Api, employee: int) -> None:
    viewer = planner(full, employee, "money:read")
    by_month = await financials(full, viewer)
    by_area = await financials(full, viewer, by="OFFERING_AREA")
    seen = {ADMIN: {1, 2, 3}, OWNER: {1}, OTHER: {2}, STRANGER: set()}[employee]
    budget = sum(planned_by(TARGET, seen, m) for m in range(1, 13))
    cards = {ADMIN: set(), STRANGER: {OUTSIDE}}.get(employee, seen)
    actual = sum(invoiced_to(cards, m) for m in range(1, 13))
    for found in (by_month, by_area):
        assert Decimal(found["total"]["budget"]) == budget
        assert Decimal(found["total"]["actual"]) == actual
        for name in ("budget", "forecast", "actual"):
            parts = sum(Decimal(item[name]) for item in found["items"])
            assert parts == Decimal(found["total"][name])


async def test_without_money_or_its_right_it_is_absent_and_not_nought(planned: Api) -> None:
    found = await financials(planned, everything(planned))
    assert (found["total"]["actual"], found["total"]["billingForecast"]) == (None, None)
    assert [s["name"] for s in found["series"]] == ["BUDGET", "FORECAST"]
    found = await financials(planned, everything(planned), compare="ACTUAL")
    assert (found["total"]["base"], found["total"]["change"]) == (None, None)


async def test_hidden_money_is_absent(full: Api) -> None:
    found = await financials(full, planner(full, OWNER))
    assert (found["total"]["actual"], found["total"]["billingForecast"]) == (None, None)


async def test_percent_of_nothing_is_null(full: Api) -> None:
    found = await financials(full, everything(full), compare="PREVIOUS_YEAR")
    assert (found["total"]["base"], found["total"]["changePercent"]) == ("0.00", None)
    found = await financials(full, everything(full), compare="ACTUAL")
    total = found["total"]
    ratio = Decimal(total["change"]) * 100 / Decimal(total["base"])
    assert Decimal(total["changePercent"]) == ratio.quantize(Decimal("0.01"))


async def test_plans_that_are_not_in_use_do_not_count(full: Api) -> None:
    await change(full, Plan, TARGET, active=False)
    found = await financials(full, everything(full))
    assert found["total"]["budget"] == "0.00"
    assert Decimal(found["total"]["forecast"]) > 0


async def test_a_customers_row_is_on_its_card(full: Api) -> None:
    query = """{ customer(id: "customer_1") { planRows { totalCount nodes {
      plan { side } total visibleBecause cells { month planned } } } } }"""
    found = (await full(query, planner(full, OWNER)))["customer"]["planRows"]
    assert found["totalCount"] == 4
    assert found["nodes"][0]["visibleBecause"] == ["OWNER"]
    await set_cells(full, planner(full, OWNER), row(1, {1: None}))
    assert (await full(query, planner(full, OWNER)))["customer"]["planRows"]["totalCount"] == 4


@pytest.mark.parametrize(
    "given",
    [
        {"from": "2026-01-02"},
        {"to": "2025-12-01"},
        {"to": "2029-01-01"},
        {"from": "0001-01-01", "to": "0001-01-01"},
    ],
)
async def test_bad_months_are_refused(planned: Api, given: dict[str, Any]) -> None:
    query = f"{HEAD} {{ financials({ARGUMENTS}) {{ currency }} }}"
    answer = await planned(query, everything(planned), **given)
    assert [code for code, _ in answer.errors] == ["BAD_USER_INPUT"]


async def test_without_the_right_there_are_no_financials(full: Api) -> None:
    query = f"{HEAD} {{ financials({ARGUMENTS}) {{ currency }} }}"
    answer = await full(query, full.viewer(OWNER, ["customers:read"]))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
