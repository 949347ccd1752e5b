"""Spreading totals: exact to the cent, locked months left alone."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from core.viewer import Viewer
from plugins.plans.models import PlanCell, PlanRow, PlanSettings
from tests.api import Api
from tests.core.writing.calls import ERRORS, changes, count
from tests.factories import save
from tests.plugins.plans.invoices import invoiced
from tests.plugins.plans.world import (
    ADMIN,
    FORECAST,
    OWNER,
    STRANGER,
    TARGET,
    on,
    plan,
    planner,
    row,
    set_cells,
)
from tests.world import change

SPREAD = f"""mutation($input: SpreadPlanInput!) {{ spreadPlan(input: $input) {{
  spread {{ rows cells spread locked }} {ERRORS} }} }}"""
ONE: dict[str, Any] = {"customerId": "customer_1", "offeringAreaId": "product_basket_1"}


async def spread(api: Api, viewer: Viewer, total: str, plan: int = TARGET, **more: Any) -> Any:
    given = {"planId": f"plan_{plan}", "total": total, "method": "EVEN", **more}
    return (await api(SPREAD, viewer, input=given))["spreadPlan"]


async def cells(api: Api, plan: int = TARGET) -> dict[tuple[int, int], list[str]]:
    """The amounts of each customer and area, by month."""
    statement = (
        select(PlanCell.customer_id, PlanCell.offering_area_id, PlanCell.amount)
        .where(PlanCell.plan_id == plan)
        .order_by(PlanCell.row_id, PlanCell.month)
    )
    found: dict[tuple[int, int], list[str]] = {}
    for cell in await api.deployment.database.fetch(statement):
        found.setdefault((cell.customer_id, cell.offering_area_id), []).append(str(cell.amount))
    return found


def refused(payload: Any) -> list[tuple[str, list[str]]]:
    return [(e["code"], e["path"][1:]) for e in payload["userErrors"]]


async def test_an_even_spread_is_exact_with_the_larger_parts_first(planned: Api) -> None:
    payload = await spread(planned, planner(planned, OWNER), "100.00", **ONE)
    assert payload["spread"] == {"rows": 1, "cells": 12, "spread": "100.00", "locked": "0.00"}
    assert (await cells(planned))[1, 1] == ["8.34"] * 4 + ["8.33"] * 8


async def test_an_s_curve_has_the_published_shape(planned: Api) -> None:
    await spread(planned, planner(planned, OWNER), "100000000.00", method="S_CURVE", **ONE)
    percent = [round(float(amount) / 1_000_000, 3) for amount in (await cells(planned))[1, 1]]
    assert percent[:6] == [1.968, 5.44, 8.218, 10.301, 11.69, 12.384]
    assert percent == percent[::-1]


async def test_weights_of_ten_points_over_four_months_have_the_published_shape(
    planned: Api,
) -> None:
    points = [str(p) for p in range(0, 50, 5)]
    given: dict[str, Any] = {
        "method": "WEIGHTS",
        "weights": points,
        "lastMonth": "2026-04-01",
        **ONE,
    }
    await spread(planned, planner(planned, OWNER), "100.00", **given)
    assert (await cells(planned))[1, 1] == ["4.44", "17.78", "32.22", "45.56"]


async def test_a_plan_total_is_spread_over_rows_as_they_are(planned: Api) -> None:
    admin = planner(planned, ADMIN)
    payload = await spread(planned, admin, "0.07")
    assert (payload["spread"]["rows"], payload["spread"]["cells"]) == (6, 72)
    found = await cells(planned)
    assert sum(Decimal(a) for row in found.values() for a in row) == Decimal("0.07")
    await set_cells(planned, admin, row(1, {1: "300"}), row(1, {1: "100"}, area=2))
    await set_cells(
        planned,
        admin,
        *(row(c, dict.fromkeys(range(1, 13), "0"), a) for c in (2, 3) for a in (1, 2)),
    )
    await spread(planned, admin, "1200.00", customerId="customer_1")
    found = await cells(planned)
    assert sum(map(Decimal, found[1, 1])) > 899
    assert sum(map(Decimal, found[1, 1] + found[1, 2])) == 1200


async def test_an_owner_spreads_over_his_own_rows(planned: Api) -> None:
    payload = await spread(planned, planner(planned, OWNER), "24.00")
    assert payload["spread"]["rows"] == 2
    assert {customer for customer, _ in await cells(planned)} == {1}
    payload = await spread(planned, planner(planned, STRANGER), "24.00")
    assert refused(payload) == [("NOT_FOUND", ["planId"])]


async def test_locked_months_are_left_alone_and_the_rest_is_spread(planned: Api) -> None:
    owner = planner(planned, OWNER)
    given: dict[str, Any] = {"plan": FORECAST, **ONE}
    await set_cells(planned, owner, row(1, {1: "40", 2: "10", 12: "7"}), plan=FORECAST)
    await change(planned, PlanSettings, 1, lock_day=10)
    on(planned, 2026, 3, 11)
    payload = await spread(planned, owner, "100.00", **given)
    assert payload["spread"] == {"rows": 1, "cells": 10, "spread": "50.00", "locked": "50.00"}
    assert (await cells(planned, FORECAST))[1, 1] == ["40.00", "10.00", *["5.00"] * 10]
    payload = await spread(planned, owner, "49.99", **given)
    assert refused(payload) == [("INVALID", ["total"])]
    given["lastMonth"] = "2026-02-01"
    assert refused(await spread(planned, owner, "60.00", **given)) == [("LOCKED", ["planId"])]
    assert (await cells(planned, FORECAST))[1, 1][:2] == ["40.00", "10.00"]
    why: dict[str, Any] = {"overrideReason": "Agreed"}
    assert refused(await spread(planned, owner, "60.00", **given, **why)) == [
        ("FORBIDDEN_VALUE", ["overrideReason"])
    ]
    await spread(planned, planner(planned, ADMIN), "60.00", **given, **why)
    assert (await cells(planned, FORECAST))[1, 1][:2] == ["30.00", "30.00"]
    assert (await changes(planned))[-1].new["spread"]["overrideReason"] == "Agreed"


async def test_a_spread_like_actuals_has_their_shape_of_a_year_before(planned: Api) -> None:
    invoiced(
        planned,
        (1, 1, "2025-01", "EUR", "10.00"),
        (1, 1, "2025-03", "EUR", "30.00"),
        (1, 1, "2025-04", "EUR", "-5.00"),
        (1, 2, "2025-05", "EUR", "20.00"),
        (1, 2, "2025-05", "USD", "99.00"),
        (1, 1, "2024-12", "EUR", "99.00"),
    )
    owner = planner(planned, OWNER, "money:read")
    given: dict[str, Any] = {"method": "LIKE_ACTUALS"}
    await spread(planned, owner, "120.00", **given)
    found = await cells(planned)
    assert found[1, 1] == ["20.00", "0.00", "60.00", *["0.00"] * 9]
    assert found[1, 2] == [*["0.00"] * 4, "40.00", *["0.00"] * 7]
    payload = await spread(planned, planner(planned, OWNER), "1.00", **given)
    assert refused(payload) == [("FORBIDDEN_VALUE", ["method"])]
    payload = await spread(planned, owner, "1.00", firstMonth="2026-06-01", **given)
    assert refused(payload) == [("INVALID", ["method"])]


async def test_without_actuals_there_is_no_shape_of_them(planned: Api) -> None:
    payload = await spread(planned, planner(planned, ADMIN), "1.00", method="LIKE_ACTUALS")
    assert refused(payload) == [("INVALID", ["method"])]
    assert await count(planned, PlanRow) == 0


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"total": "-1"}, ["total"]),
        ({"total": "NaN"}, ["total"]),
        ({"total": "1e30"}, ["total"]),
        ({"total": "0.001"}, ["total"]),
        ({"weights": ["1"]}, ["weights"]),
        ({"method": "WEIGHTS"}, ["weights"]),
        ({"method": "WEIGHTS", "weights": ["0", "0"]}, ["weights"]),
        ({"method": "WEIGHTS", "weights": ["1", "-1"]}, ["weights", "1"]),
        ({"method": "WEIGHTS", "weights": ["x"]}, ["weights", "0"]),
        ({"method": "WEIGHTS", "weights": ["1"] * 61}, ["weights"]),
        ({"firstMonth": "2026-01-02"}, ["firstMonth"]),
        ({"lastMonth": "2027-01-01"}, ["lastMonth"]),
        ({"firstMonth": "2026-03-01", "lastMonth": "2026-02-01"}, ["lastMonth"]),
        ({"customerId": "customer_99"}, ["planId"]),
        ({"customerId": "?"}, ["customerId"]),
        ({"expectedVersion": 1}, ["expectedVersion"]),
    ],
)
async def test_what_cannot_be_spread_is_told_with_its_path(
    planned: Api, given: dict[str, Any], path: list[str]
) -> None:
    total = given.pop("total", "1.00")
    payload = await spread(planned, planner(planned, ADMIN), total, **given)
    assert [found for _, found in refused(payload)] == [path]
    assert payload["spread"] is None
    assert await count(planned, PlanRow) == 0


async def test_a_spread_of_a_row_knows_its_version(planned: Api) -> None:
    owner = planner(planned, OWNER)
    await spread(planned, owner, "12.00", expectedVersion=0, **ONE)
    payload = await spread(planned, owner, "24.00", expectedVersion=0, **ONE)
    assert refused(payload) == [("CONFLICT", ["expectedVersion"])]
    assert payload["userErrors"][0]["currentVersion"] == 1
    assert (await cells(planned))[1, 1] == ["1.00"] * 12


async def test_a_spread_does_not_plan_twice(planned: Api) -> None:
    admin = planner(planned, ADMIN, "plans:manage")
    await save(planned, plan(3))
    await set_cells(planned, admin, row(1, {5: "1"}))
    await planned.add(PlanRow, {"id": 50, "plan_id": 3, "customer_id": 1, "offering_area_id": 1})
    payload = await spread(planned, admin, "1.00", plan=3)
    assert refused(payload) == [("PLANNED_TWICE", ["planId"])]
    assert await cells(planned, 3) == {}


async def test_a_spread_takes_as_many_statements_for_a_row_as_for_a_plan(planned: Api) -> None:
    admin = planner(planned, ADMIN)
    with planned.statements() as one:
        await spread(planned, admin, "1.00", **ONE)
    with planned.statements() as all_rows:
        await spread(planned, admin, "1.00")
    assert len(all_rows) == len(one) <= 15


HISTORY = """query($key: Int!) { changes(filter: {entity: {eq: "PlanRow"}, recordId: {eq: $key}}) {
  nodes { action actor { id } customer { id } old new } } }"""


async def test_a_spread_stands_in_the_history_of_each_row(planned: Api) -> None:
    owner = planner(planned, OWNER)
    await set_cells(planned, owner, row(1, {1: "1.00", 12: "2.00"}))
    months: dict[str, Any] = {"firstMonth": "2026-11-01", "lastMonth": "2026-12-01"}
    assert (await spread(planned, owner, "6.00", **months))["userErrors"] == []
    found = await planned.deployment.database.fetch(
        select(PlanRow.id).where(PlanRow.customer_id == 1, PlanRow.offering_area_id == 1)
    )
    [last, first] = (await planned(HISTORY, planned.admin, key=found[0][0]))["changes"]["nodes"]
    assert first["new"] == {"2026-01": "1.00", "2026-12": "2.00"}
    assert last == {
        "action": "UPDATE",
        "actor": {"id": f"employee_{OWNER}"},
        "customer": {"id": "customer_1"},
        "old": {"2026-11": None, "2026-12": "2.00"},
        "new": {"2026-11": "3.00", "2026-12": "3.00"},
    }
    other = await planned.deployment.database.fetch(
        select(PlanRow.id).where(PlanRow.customer_id == 1, PlanRow.offering_area_id == 2)
    )
    [only] = (await planned(HISTORY, planned.admin, key=other[0][0]))["changes"]["nodes"]
    assert (only["action"], only["new"]) == ("CREATE", {"2026-11": "0.00", "2026-12": "0.00"})
