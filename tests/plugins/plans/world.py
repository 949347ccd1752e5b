"""A small world of planning: two sales groups, four customers, two areas and a forecast."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from core.products.enums import BasketType
from core.viewer import Viewer
from plugins.plans.enums import PlanSide
from plugins.plans.models import Plan, PlanAdministrator, PlanGroup
from tests.api import Api, MovableClock
from tests.core.writing.calls import ERRORS
from tests.factories import basket, customer, employee, save, team

ADMIN, OWNER, OTHER, MANAGER, STRANGER = 2, 3, 4, 5, 6
"""Employees: the plans' administrator, two sellers, a manager with a customer, and a stranger."""

TARGET, FORECAST = 1, 2
"""Plans of 2026 for team 1 and team 2, which is below it."""

OUTSIDE = 4
"""A customer of team 3."""

RIGHTS = ("plans:read", "plans:write", "customers:read", "products:read")
CELLS = "month planned"
SET = f"""mutation($input: SetPlanCellsInput!) {{ setPlanCells(input: $input) {{ {ERRORS}
  results {{ {ERRORS} planRow {{ id version cells {{ {CELLS} }} planner {{ id }} }} }} }} }}"""


async def planning(api: Api) -> None:
    """Customers 1 (of OWNER), 2 (of OTHER), 3 (of MANAGER) and 4 (outside); areas 1 and 2."""
    await save(api, team(1), team(2, parent_id=1), team(3))
    await save(
        api,
        employee(1),
        employee(ADMIN),
        employee(OWNER, team_id=1),
        employee(OTHER, team_id=2),
        employee(MANAGER, team_id=1, sales_right="MANAGER"),
        employee(STRANGER, team_id=3),
    )
    owners = {1: OWNER, 2: OTHER, 3: MANAGER, OUTSIDE: STRANGER}
    await save(api, *(customer(k, owner_id=owner) for k, owner in owners.items()))
    await save(
        api,
        basket(1, type=BasketType.WALLET_SHARE),
        basket(2, type=BasketType.WALLET_SHARE),
        basket(3),
    )
    async with api.deployment.database.engine.begin() as connection:
        await connection.execute(text("SELECT setval(pg_get_serial_sequence('plan', 'id'), 99)"))
    await save(api, plan(TARGET), plan(FORECAST, side=PlanSide.FORECAST))
    for key in (TARGET, FORECAST):
        await save(api, PlanGroup(plan_id=key, team_id=1))
        await save(api, PlanAdministrator(plan_id=key, employee_id=ADMIN))


def plan(key: int, **values: Any) -> Plan:
    standard = {"name": f"Plan {key}", "side": PlanSide.TARGET, "year": 2026}
    return Plan(id=key, **{**standard, **values})


def planner(api: Api, employee_id: int, *more: str) -> Viewer:
    """Somebody who may plan."""
    return api.viewer(employee_id, (*RIGHTS, *more))


def row(
    customer_id: int, months: Mapping[int, str | None], area: int = 1, **more: Any
) -> dict[str, Any]:
    """What sets amounts of months of 2026, by their numbers."""
    set_ = [{"month": f"2026-{m:02d}-01", "amount": amount} for m, amount in months.items()]
    return {
        "customerId": f"customer_{customer_id}",
        "offeringAreaId": f"product_basket_{area}",
        "cells": set_,
        **more,
    }


async def set_cells(
    api: Api, viewer: Viewer, *rows: Mapping[str, Any], plan: int = TARGET, **more: Any
) -> Any:
    """The payload of setPlanCells."""
    given = {"planId": f"plan_{plan}", "rows": list(rows), **more}
    return (await api(SET, viewer, input=given))["setPlanCells"]


def amounts(result: Any) -> dict[int, str | None]:
    """The cells of a row in the answer, by the number of the month."""
    return {int(c["month"][5:7]): c["planned"] for c in result["planRow"]["cells"]}


def problems(payload: Any) -> list[tuple[str, Sequence[str]]]:
    """Code and path of all user errors."""
    found = [*payload["userErrors"], *(e for r in payload["results"] for e in r["userErrors"])]
    return [(e["code"], e["path"]) for e in found]


def on(api: Api, year: int, month: int, day: int) -> None:
    """Move the clock to noon of a day."""
    clock = api.deployment.clock
    assert isinstance(clock, MovableClock)
    clock.instant = datetime(year, month, day, 12, tzinfo=UTC)
