"""Filling plans from targets and from what was invoiced."""

from typing import Any

from core.customers.models import Customer
from core.viewer import Viewer
from plugins.plans.models import Plan, PlanSettings
from tests.api import Api
from tests.core.writing.calls import ERRORS, changes, codes, count, mutate
from tests.plugins.plans.invoices import invoiced
from tests.plugins.plans.test_spread import cells, refused
from tests.plugins.plans.world import (
    ADMIN,
    FORECAST,
    OTHER,
    OUTSIDE,
    OWNER,
    STRANGER,
    TARGET,
    on,
    planner,
    row,
    set_cells,
)
from tests.world import change

COPY = f"""mutation($input: CopyPlanInput!) {{ copyPlan(input: $input) {{ {ERRORS}
  copied {{ rows cells unmatchedCount unmatched {{
    cells amount customer {{ id }} offeringArea {{ id }} }} }} }} }}"""


async def copy(api: Api, viewer: Viewer, plan: int = FORECAST, **more: Any) -> Any:
    answer = await api(COPY, viewer, input={"planId": f"plan_{plan}", **more})
    return answer["copyPlan"]


async def test_a_forecast_is_copied_from_a_target_and_what_finds_no_place_is_told(
    planned: Api,
) -> None:
    admin = planner(planned, ADMIN, "customers:read_all")
    rows = [row(1, {1: "1.00", 2: "0.05"}), row(2, {1: "2.00"}), row(3, {5: "4.00"}, area=2)]
    await set_cells(planned, admin, *rows)
    await change(planned, Customer, 2, owner_id=STRANGER)
    payload = await copy(planned, admin, sourcePlanId=f"plan_{TARGET}", percent="110")
    assert payload["userErrors"] == []
    assert payload["copied"] == {
        "rows": 2,
        "cells": 3,
        "unmatchedCount": 1,
        "unmatched": [
            {
                "cells": 1,
                "amount": "2.00",
                "customer": {"id": "customer_2"},
                "offeringArea": {"id": "product_basket_1"},
            }
        ],
    }
    assert await cells(planned, FORECAST) == {(1, 1): ["1.10", "0.06"], (3, 2): ["4.40"]}
    payload = await copy(planned, admin, sourcePlanId=f"plan_{TARGET}")
    assert refused(payload) == [("TAKEN", ["planId"])]


async def test_locked_months_are_not_copied(planned: Api) -> None:
    admin = planner(planned, ADMIN)
    await set_cells(planned, admin, row(1, {1: "1.00", 7: "7.00"}))
    await change(planned, PlanSettings, 1, lock_day=10)
    on(planned, 2026, 3, 1)
    payload = await copy(planned, admin, sourcePlanId=f"plan_{TARGET}")
    assert (payload["copied"]["cells"], payload["copied"]["unmatchedCount"]) == (1, 1)
    assert await cells(planned, FORECAST) == {(1, 1): ["7.00"]}


async def test_an_owner_copies_his_own_rows(planned: Api) -> None:
    await set_cells(planned, planner(planned, ADMIN), row(1, {1: "1"}), row(2, {1: "2"}))
    payload = await copy(planned, planner(planned, OWNER), sourcePlanId=f"plan_{TARGET}")
    assert (payload["copied"]["rows"], payload["copied"]["unmatchedCount"]) == (1, 0)
    assert {customer for customer, _ in await cells(planned, FORECAST)} == {1}


async def test_a_plan_is_filled_with_what_was_invoiced_a_year_before(planned: Api) -> None:
    invoiced(
        planned,
        (1, 1, "2025-02", "EUR", "10.05"),
        (1, 1, "2025-03", "EUR", "-1.00"),
        (2, None, "2025-02", "EUR", "5.00"),
        (OUTSIDE, 1, "2025-02", "EUR", "7.00"),
        (1, 1, "2024-02", "EUR", "9.00"),
    )
    admin = planner(planned, ADMIN, "money:read")
    payload = await copy(planned, admin, plan=TARGET, percent="50")
    assert payload["copied"]["cells"] == 2
    assert payload["copied"]["unmatchedCount"] == 2
    assert await cells(planned) == {(1, 1): ["5.03", "0.00"]}
    await copy(planned, admin, plan=TARGET)
    assert await cells(planned) == {(1, 1): ["10.05", "0.00"]}


async def test_what_cannot_be_copied_is_told_with_its_path(planned: Api) -> None:
    admin = planner(planned, ADMIN)
    assert refused(await copy(planned, admin)) == [("INVALID", ["sourcePlanId"])]
    for source in ("plan_99", f"plan_{FORECAST}"):
        payload = await copy(planned, admin, sourcePlanId=source)
        assert refused(payload) == [("NOT_FOUND", ["sourcePlanId"])]
    for percent in ("-1", "1e30", "NaN", "1001", ""):
        payload = await copy(planned, admin, sourcePlanId="plan_1", percent=percent)
        assert refused(payload) == [("INVALID", ["percent"])]
    await change(planned, Plan, TARGET, currency="USD")
    payload = await copy(planned, admin, sourcePlanId="plan_1")
    assert refused(payload) == [("INVALID", ["sourcePlanId"])]


async def test_a_new_forecast_begins_with_its_targets_values_if_the_rules_say_so(
    planned: Api,
) -> None:
    await set_cells(planned, planner(planned, ADMIN), row(1, {1: "1.00"}))
    given = {
        "name": "Forecast",
        "side": "FORECAST",
        "year": 2026,
        "originId": f"plan_{TARGET}",
        "salesGroupIds": ["team_1"],
    }
    made = await mutate(planned, "createPlan", given, "plan { id rows { nodes { total } } }")
    assert made["userErrors"] == []
    assert made["plan"]["rows"]["nodes"] == [{"total": "1.00"}]
    await change(planned, PlanSettings, 1, copy_target_values=False)
    given["active"] = False
    made = await mutate(planned, "createPlan", given, "plan { id rows { nodes { total } } }")
    assert made["plan"]["rows"]["nodes"] == []


MADE = """plan { rows { nodes { total } } unmatched { cells amount customer { id }
  offeringArea { id } } }"""


async def test_a_forecast_that_would_plan_something_twice_is_not_made(planned: Api) -> None:
    admin = planner(planned, ADMIN)
    await set_cells(planned, admin, row(1, {1: "1.00"}))
    await set_cells(planned, admin, row(1, {1: "9.00"}), plan=FORECAST)
    given = {
        "name": "Forecast",
        "side": "FORECAST",
        "year": 2026,
        "originId": f"plan_{TARGET}",
        "salesGroupIds": ["team_1"],
    }
    made = await mutate(planned, "createPlan", given, MADE)
    assert codes(made) == [("TAKEN", "active")]
    assert await count(planned, Plan) == 2
    made = await mutate(planned, "createPlan", {**given, "active": False}, MADE)
    assert codes(made) == []
    assert made["plan"]["rows"]["nodes"] == [{"total": "1.00"}]
    made = await mutate(planned, "createPlan", {**given, "salesGroupIds": ["team_2"]}, MADE)
    assert codes(made) == []


async def test_a_new_forecast_tells_what_of_its_origin_has_no_place_in_it(planned: Api) -> None:
    admin = planner(planned, ADMIN)
    await set_cells(planned, admin, row(1, {1: "1.00", 2: "2.00"}), row(2, {1: "4.00"}))
    given = {
        "name": "Forecast",
        "side": "FORECAST",
        "year": 2026,
        "originId": f"plan_{TARGET}",
        "salesGroupIds": ["team_2"],
    }
    made = await mutate(planned, "createPlan", given, MADE)
    assert made["plan"] == {
        "rows": {"nodes": [{"total": "4.00"}]},
        "unmatched": [
            {
                "cells": 2,
                "amount": "3.00",
                "customer": {"id": "customer_1"},
                "offeringArea": {"id": "product_basket_1"},
            }
        ],
    }
    answer = await planned("{ plans { nodes { unmatched { cells } } } }", planner(planned, OTHER))
    assert [p["unmatched"] for p in answer["plans"]["nodes"]] == [[], None, None]
    later = {**given, "salesGroupIds": ["team_1"], "firstQuarter": 2}
    made = await mutate(planned, "createPlan", later, "plan { unmatched { cells amount } }")
    assert made["plan"]["unmatched"] == [
        {"cells": 2, "amount": "3.00"},
        {"cells": 1, "amount": "4.00"},
    ]


async def test_a_copied_row_has_a_history(planned: Api) -> None:
    admin = planner(planned, ADMIN)
    await set_cells(planned, admin, row(1, {1: "1.00", 2: "2.00"}))
    await copy(planned, admin, sourcePlanId=f"plan_{TARGET}", percent="50")
    logged = [
        (c.action.value, c.old, c.new) for c in await changes(planned) if c.entity == "PlanRow"
    ]
    assert logged[1:] == [
        ("CREATE", {"2026-01": None, "2026-02": None}, {"2026-01": "0.50", "2026-02": "1.00"})
    ]
