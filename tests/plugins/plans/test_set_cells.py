"""Setting cells: what operations do, who may, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from core.customers.models import Customer
from plugins.plans.models import Plan, PlanCell, PlanGroup, PlanRow, PlanSettings
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate
from tests.factories import save
from tests.plugins.plans.many import many_customers, ten_thousand_cells
from tests.plugins.plans.world import (
    ADMIN,
    FORECAST,
    MANAGER,
    OTHER,
    OUTSIDE,
    OWNER,
    SET,
    STRANGER,
    TARGET,
    amounts,
    on,
    plan,
    planner,
    problems,
    row,
    set_cells,
)
from tests.world import change


def cell(amount: str | None, operation: str = "SET", month: str = "2026-01-01") -> dict[str, Any]:
    return {"month": month, "amount": amount, "operation": operation}


async def test_cells_are_set_raised_lowered_and_scaled(planned: Api) -> None:
    owner = planner(planned, OWNER)
    payload = await set_cells(planned, owner, row(1, {1: "100.00", 2: "10", 3: "5.55"}))
    assert problems(payload) == []
    [result] = payload["results"]
    assert amounts(result) == {1: "100.00", 2: "10.00", 3: "5.55"}
    assert result["planRow"]["version"] == 1
    edits = [
        cell("0.01", "INCREASE_BY"),
        cell("10", "DECREASE_BY", "2026-02-01"),
        cell("1.1", "SCALE_BY", "2026-03-01"),
        cell("7", "INCREASE_BY", "2026-04-01"),
    ]
    payload = await set_cells(planned, owner, row(1, {}, cells=edits, expectedVersion=1))
    assert amounts(payload["results"][0]) == {1: "100.01", 2: "0.00", 3: "6.11", 4: "7.00"}
    payload = await set_cells(planned, owner, row(1, {1: None}))
    assert amounts(payload["results"][0])[1] is None


async def test_the_same_again_changes_nothing(planned: Api) -> None:
    owner = planner(planned, OWNER)
    await set_cells(planned, owner, row(1, {1: "100.00"}))
    payload = await set_cells(planned, owner, row(1, {1: "100.00"}))
    assert payload["results"][0]["planRow"]["version"] == 1
    assert len(await changes(planned)) == 1


async def test_a_row_remembers_who_planned_and_the_log_what(planned: Api) -> None:
    payload = await set_cells(planned, planner(planned, ADMIN), row(1, {1: "1.00"}))
    assert payload["results"][0]["planRow"]["planner"] == {"id": f"employee_{ADMIN}"}
    [logged] = await changes(planned)
    assert (logged.entity, logged.customer_id, logged.actor_id) == ("PlanRow", 1, ADMIN)
    assert (logged.old, logged.new) == ({"2026-01": None}, {"2026-01": "1.00"})


@pytest.mark.parametrize(
    ("edit", "leaf", "code"),
    [
        (cell("NaN"), "amount", "INVALID"),
        (cell("1e30"), "amount", "INVALID"),
        (cell("-1"), "amount", "INVALID"),
        (cell("0.001"), "amount", "INVALID"),
        (cell("much"), "amount", "INVALID"),
        (cell(None, "SCALE_BY"), "amount", "REQUIRED"),
        (cell("1", "DECREASE_BY"), "amount", "INVALID"),
        (cell("1", month="2026-01-02"), "month", "INVALID"),
        (cell("1", month="2025-12-01"), "month", "OUTSIDE_PLAN"),
        (cell("1", month="2027-01-01"), "month", "OUTSIDE_PLAN"),
    ],
)
async def test_bad_cells_are_told_with_their_paths_and_other_rows_are_written(
    planned: Api, edit: dict[str, Any], leaf: str, code: str
) -> None:
    rows = [row(1, {}, cells=[cell("5", month="2026-07-01"), edit]), row(1, {1: "1"}, area=2)]
    payload = await set_cells(planned, planner(planned, OWNER), *rows)
    assert problems(payload) == [(code, ["input", "rows", "0", "cells", "1", leaf])]
    assert payload["results"][0]["planRow"] is None
    assert amounts(payload["results"][1]) == {1: "1.00"}
    assert await count(planned, PlanRow) == 1


async def test_an_atomic_batch_leaves_nothing(planned: Api) -> None:
    rows = [row(1, {1: "1"}), row(1, {1: "-1"}, area=2)]
    payload = await set_cells(planned, planner(planned, OWNER), *rows, atomic=True)
    assert [code for code, _ in problems(payload)] == ["ABORTED", "INVALID"]
    assert [r["planRow"] for r in payload["results"]] == [None, None]
    assert await count(planned, PlanRow) == await count(planned, PlanCell) == 0


@pytest.mark.parametrize(
    ("given", "name", "code"),
    [
        (row(OUTSIDE, {1: "1"}), "customerId", "OUTSIDE_PLAN"),
        (row(99, {1: "1"}), "customerId", "NOT_FOUND"),
        (row(1, {1: "1"}, area=3), "offeringAreaId", "OUTSIDE_PLAN"),
        (row(1, {1: "1"}, customerId="team_1"), "customerId", "INVALID"),
        (row(1, {1: "1"}, offeringAreaId="x"), "offeringAreaId", "INVALID"),
    ],
)
async def test_rows_outside_the_plan_are_refused(
    planned: Api, given: dict[str, Any], name: str, code: str
) -> None:
    payload = await set_cells(planned, planner(planned, ADMIN), given)
    assert problems(payload) == [(code, ["input", "rows", "0", name])]
    assert await count(planned, PlanRow) == 0


async def test_rows_and_months_stand_once(planned: Api) -> None:
    admin = planner(planned, ADMIN)
    payload = await set_cells(planned, admin, row(1, {1: "1"}), row(1, {2: "1"}))
    assert problems(payload) == [("DUPLICATE", ["input", "rows", "1", "customerId"])]
    payload = await set_cells(planned, admin, row(2, {}, cells=[cell("1"), cell("2")]))
    assert problems(payload) == [("DUPLICATE", ["input", "rows", "0", "cells", "1", "month"])]


async def test_more_than_10_000_cells_are_too_many(planned: Api) -> None:
    rows = [row(1, {}, cells=[cell("1")] * 501)] * 20
    payload = await set_cells(planned, planner(planned, ADMIN), *rows)
    assert problems(payload) == [("TOO_MANY", ["input", "rows"])]


async def test_owners_write_their_customers_rows_and_others_none(planned: Api) -> None:
    for employee in (OTHER, STRANGER):
        payload = await set_cells(planned, planner(planned, employee), row(1, {1: "1"}))
        assert problems(payload) == [("NOT_FOUND", ["input", "rows", "0", "customerId"])]
    reader = planner(planned, OTHER, "plans:read_all", "customers:read_all")
    payload = await set_cells(planned, reader, row(1, {1: "1"}))
    assert problems(payload) == [("FORBIDDEN_VALUE", ["input", "rows", "0", "customerId"])]
    assert await count(planned, PlanRow) == 0
    assert problems(await set_cells(planned, planner(planned, OTHER), row(2, {1: "1"}))) == []


async def test_a_manager_does_not_set_his_own_targets(planned: Api) -> None:
    manager = planner(planned, MANAGER)
    payload = await set_cells(planned, manager, row(3, {1: "1"}))
    assert problems(payload) == [("FORBIDDEN_VALUE", ["input", "rows", "0", "customerId"])]
    assert problems(await set_cells(planned, manager, row(3, {1: "1"}), plan=FORECAST)) == []
    await change(planned, Plan, TARGET, active=False)
    more = planner(planned, MANAGER, "plans:manage")
    assert problems(await set_cells(planned, more, row(3, {1: "1"}))) == []


async def test_without_the_right_nobody_writes(planned: Api) -> None:
    given = {"planId": "plan_1", "rows": [row(1, {1: "1"})]}
    answer = await planned(SET, planned.viewer(OWNER, ["plans:read"]), input=given)
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert await count(planned, PlanRow) == 0


@pytest.mark.parametrize("key", ["plan_99", "customer_1", "?"])
async def test_a_plan_that_is_not_there(planned: Api, key: str) -> None:
    payload = await set_cells(planned, planner(planned, ADMIN), planId=key)
    assert [path for _, path in problems(payload)] == [["input", "planId"]]


async def test_a_stale_version_is_told_with_the_present_cells(planned: Api) -> None:
    owner = planner(planned, OWNER)
    await set_cells(planned, owner, row(1, {1: "1.00", 2: "2.00"}, expectedVersion=0))
    payload = await set_cells(planned, owner, row(1, {1: "9"}, expectedVersion=0))
    assert problems(payload) == [("CONFLICT", ["input", "rows", "0", "expectedVersion"])]
    [result] = payload["results"]
    assert amounts(result) == {1: "1.00", 2: "2.00"}
    assert result["userErrors"][0]["currentVersion"] == 1
    payload = await set_cells(planned, owner, row(1, {1: "9"}, area=2, expectedVersion=5))
    assert [code for code, _ in problems(payload)] == ["CONFLICT"]
    assert await count(planned, PlanRow) == 1


async def test_a_month_is_planned_in_one_active_plan(planned: Api) -> None:
    admin = planner(planned, ADMIN, "plans:manage")
    await save(planned, plan(3))
    await set_cells(planned, admin, row(1, {1: "1"}))
    await save(planned, PlanGroup(plan_id=3, team_id=1))
    payload = await set_cells(planned, admin, row(1, {1: "1", 2: "2"}), plan=3)
    assert problems(payload) == [("PLANNED_TWICE", ["input", "rows", "0", "cells", "0", "month"])]
    assert "Plan 1" in payload["results"][0]["userErrors"][0]["message"]
    update = {"id": "plan_3", "expectedVersion": 1, "active": False}
    assert codes(await mutate(planned, "updatePlan", update, "plan { id }")) == []
    assert problems(await set_cells(planned, admin, row(1, {1: "1"}), plan=3)) == []
    update = {"id": "plan_3", "expectedVersion": 2, "active": True}
    assert codes(await mutate(planned, "updatePlan", update, "plan { id }")) == [
        ("TAKEN", "active")
    ]
    update = {"id": "plan_1", "expectedVersion": 1}
    assert codes(await mutate(planned, "archivePlan", update, "plan { id }")) == []
    update = {"id": "plan_3", "expectedVersion": 2, "active": True}
    assert codes(await mutate(planned, "updatePlan", update, "plan { id }")) == []


async def test_the_database_keeps_a_month_from_being_planned_twice(planned: Api) -> None:
    await save(planned, plan(3))
    await set_cells(planned, planner(planned, ADMIN), row(1, {1: "1"}))
    twice = text(
        "WITH made AS (INSERT INTO plan_row (plan_id, customer_id, offering_area_id)"
        " VALUES (3, 1, 1) RETURNING id)"
        " INSERT INTO plan_cell (row_id, month, plan_id, customer_id, offering_area_id, side, type,"
        " in_use, amount) SELECT id, '2026-01-01', 3, 1, 1, 'TARGET', 'SALES_TARGET', true, 1"
        " FROM made"
    )
    with pytest.raises(IntegrityError, match="uq_plan_cell_planned_once"):
        async with planned.deployment.database.writing() as session:
            await session.execute(twice)


async def test_what_is_planned_freezes_the_plan(planned: Api) -> None:
    await set_cells(planned, planner(planned, ADMIN), row(1, {1: "1"}))
    update = {"id": "plan_1", "expectedVersion": 1, "currency": "USD", "name": "New"}
    assert codes(await mutate(planned, "updatePlan", update, "plan { id }")) == [
        ("INVALID", "currency")
    ]


async def test_locked_months_are_refused_unless_an_administrator_says_why(planned: Api) -> None:
    await change(planned, PlanSettings, 1, lock_day=10)
    on(planned, 2026, 3, 11)
    admin = planner(planned, ADMIN)
    cells = row(1, {1: "1", 2: "2", 3: "3"})
    payload = await set_cells(planned, admin, cells, plan=FORECAST)
    assert [path[-2] for code, path in problems(payload) if code == "LOCKED"] == ["0", "1"]
    assert problems(await set_cells(planned, admin, cells)) == []  # targets are not locked
    why: dict[str, Any] = {"plan": FORECAST, "overrideReason": "Invoices came late"}
    payload = await set_cells(planned, planner(planned, OWNER), cells, **why)
    assert problems(payload) == [("FORBIDDEN_VALUE", ["input", "overrideReason"])]
    payload = await set_cells(planned, admin, cells, **{**why, "overrideReason": " "})
    assert problems(payload) == [("INVALID", ["input", "overrideReason"])]
    assert problems(await set_cells(planned, admin, cells, **why)) == []
    assert (await changes(planned))[-1].new["overrideReason"] == "Invoices came late"


async def test_months_that_dropped_out_of_a_rolling_window_are_read_only(planned: Api) -> None:
    rolling: dict[str, Any] = {
        "horizon": "ROLLING",
        "rolling_months": 3,
        "year": 2025,
        "active": False,
    }
    await save(planned, plan(3, **rolling))
    await save(planned, PlanGroup(plan_id=3, team_id=1))
    admin = planner(planned, ADMIN, "plans:manage")
    payload = await set_cells(planned, admin, row(1, {3: "1", 5: "1"}), plan=3)
    assert problems(payload) == []
    payload = await set_cells(
        planned, admin, row(1, {2: "1", 6: "1"}), plan=3, overrideReason="Because"
    )
    assert [code for code, _ in problems(payload)] == ["LOCKED", "OUTSIDE_PLAN"]


async def test_rows_follow_the_customer_to_a_new_owner(planned: Api) -> None:
    await set_cells(planned, planner(planned, OWNER), row(1, {1: "1"}))
    await change(planned, Customer, 1, owner_id=STRANGER)
    payload = await set_cells(planned, planner(planned, OWNER), row(1, {1: "2"}))
    assert [code for code, _ in problems(payload)] == ["NOT_FOUND"]
    payload = await set_cells(planned, planner(planned, STRANGER), row(1, {1: "2"}))
    assert problems(payload) == []
    assert payload["results"][0]["planRow"]["planner"] == {"id": f"employee_{STRANGER}"}


async def test_10_000_cells_take_a_bounded_number_of_statements(planned: Api) -> None:
    await many_customers(planned)
    admin = planner(planned, ADMIN)
    with planned.statements() as one:
        await set_cells(planned, admin, row(1, {1: "1"}))
    rows = ten_thousand_cells()
    assert sum(len(each["cells"]) for each in rows) == 10_000
    with planned.statements() as many:
        payload = await set_cells(planned, admin, *rows)
    assert problems(payload) == []
    assert len(payload["results"]) == len(rows) == 834
    assert len(many) == len(one) <= 20
    found = await planned.deployment.database.fetch(
        select(func.count(), func.sum(PlanCell.amount)).where(PlanCell.plan_id == TARGET)
    )
    assert tuple(found[0]) == (10_001, Decimal(20_001))
