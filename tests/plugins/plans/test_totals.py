"""Totals are the sums of their parts, whatever is planned, by whomever and however it is asked."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api import Api, deployment_on
from tests.database import Databases
from tests.plugins.plans.test_grid import GRID, added
from tests.plugins.plans.test_properties import AMOUNTS, WHATEVER, empty
from tests.plugins.plans.world import (
    ADMIN,
    FORECAST,
    MANAGER,
    OTHER,
    OWNER,
    STRANGER,
    TARGET,
    planner,
    planning,
    row,
    set_cells,
)
from tests.schema.compiled.pair import Pair

PLACES = [(customer, area) for customer in (1, 2, 3) for area in (1, 2)]
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.integers(1, 12)), AMOUNTS.map(str), max_size=20
)
MONTHS = st.integers(1, 12)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "customer": st.sampled_from(["customer_1", "customer_2", "customer_9"]),
        "owner": st.sampled_from([f"employee_{OTHER}", f"employee_{OWNER}"]),
        "team": st.sampled_from(["team_1", "team_2", "team_3"]),
        "areas": st.lists(st.sampled_from(["product_basket_1", "product_basket_2"]), max_size=2),
        "compare": st.sampled_from(["TARGET", "PREVIOUS_YEAR", "ACTUAL"]),
    },
)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def world(databases: Databases, loop: asyncio.Runner) -> Iterator[Api]:
    url = databases.clone()
    api = Api(deployment_on(url))
    loop.run(planning(api))
    yield api
    loop.run(api.deployment.close())
    databases.drop(url)


@pytest.fixture(scope="module")
def pair(world: Api) -> Pair:
    return Pair(world.deployment)


@WHATEVER
@given(
    target=CELLS,
    forecast=CELLS,
    employee=st.sampled_from([ADMIN, OWNER, OTHER, MANAGER, STRANGER]),
    reads_all=st.booleans(),
    chosen=FILTERS,
    ends=st.tuples(MONTHS, MONTHS),
)
def test_totals_are_the_sums_of_the_parts(
    world: Api,
    loop: asyncio.Runner,
    pair: Pair,
    target: dict[Any, str],
    forecast: dict[Any, str],
    employee: int,
    reads_all: bool,
    chosen: dict[str, Any],
    ends: tuple[int, int],
) -> None:
    async def check() -> None:
        await empty(world)
        for plan, cells in ((TARGET, target), (FORECAST, forecast)):
            await plan_all(world, plan, cells)
        more = ("plans:read_all", "customers:read_all", "finance:read") if reads_all else ()
        first, last = sorted(ends)
        months = {"from": f"2026-{first:02d}-01", "to": f"2026-{last:02d}-01"}
        asked = {"id": f"plan_{FORECAST}", "first": 500, **months, **chosen}
        outcome = await pair(GRID, planner(world, employee, *more), **asked)
        found = outcome.value["plan"]["grid"]
        check_sums(found)
        shown = {(int(r["customerId"][9:]), int(r["offeringAreaId"][15:])) for r in found["rows"]}
        within = range(first, last + 1)
        expected = [a for (place, m), a in forecast.items() if place in shown and m in within]
        assert added(expected) == Decimal(found["total"]["planned"])

    loop.run(check())


async def plan_all(api: Api, plan: int, cells: dict[Any, str]) -> None:
    rows: dict[tuple[int, int], dict[int, str | None]] = {}
    for (place, month), amount in cells.items():
        rows.setdefault(place, {})[month] = amount
    given = [row(customer, months, area) for (customer, area), months in rows.items()]
    payload = await set_cells(api, planner(api, ADMIN), *given, plan=plan)
    assert [r["userErrors"] for r in payload["results"]] == [[]] * len(given)


def check_sums(found: Any) -> None:
    rows, total = found["rows"], found["total"]
    assert found["rowCount"] == len(rows)
    for name in ("planned", "shown"):
        assert added(a for r in rows for a in r[name]) == Decimal(total[name])
        for parts in (found["byMonth"], found["byOfferingArea"]):
            assert added(part[name] for part in parts) == Decimal(total[name])
    for name in ("target", "forecast"):
        assert added(a for r in rows for a in r["extended"][name]) == Decimal(total[name])
    for n, month in enumerate(found["months"]):
        of_month = [t for t in found["byMonth"] if t["month"] == month["month"]]
        assert added(r["planned"][n] for r in rows) == added(t["planned"] for t in of_month)
    for area in {r["offeringAreaId"] for r in rows}:
        of_area = [t for t in found["byOfferingArea"] if t["offeringArea"]["id"] == area]
        mine = (a for r in rows if r["offeringAreaId"] == area for a in r["planned"])
        assert added(mine) == added(t["planned"] for t in of_area)
