"""What must hold whatever the amounts, months, locks and editors are."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from core.changes.models import Change
from core.money import SplitMethod, month_weights, split
from plugins.plans.models import PlanCell, PlanRow, PlanSettings
from tests.api import Api, deployment_on
from tests.database import Databases
from tests.effort import some
from tests.plugins.plans.test_spread import cells, refused, spread
from tests.plugins.plans.world import FORECAST, OWNER, on, planner, planning, row, set_cells
from tests.world import change

ONE: dict[str, Any] = {"customerId": "customer_1", "offeringAreaId": "product_basket_1"}
AMOUNTS = st.decimals("0", "99999999.99", places=2)
WEIGHTS = st.lists(st.decimals("0", "9999.9999", places=4), min_size=1, max_size=20).filter(any)
WHATEVER = settings(
    max_examples=some(25), deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
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
    loop.run(change(api, PlanSettings, 1, lock_day=31, lock_scope="CURRENT"))
    yield api
    loop.run(api.deployment.close())
    databases.drop(url)


async def empty(api: Api) -> None:
    async with api.deployment.database.engine.begin() as connection:
        await connection.execute(delete(PlanCell))
        await connection.execute(delete(PlanRow))


@WHATEVER
@given(
    total=AMOUNTS,
    first=st.integers(1, 12),
    open_from=st.integers(1, 12),
    before=st.lists(AMOUNTS, min_size=12, max_size=12),
    method=st.sampled_from(SplitMethod),
    weights=WEIGHTS,
)
def test_any_split_over_any_months_with_any_locks_adds_up(
    world: Api,
    loop: asyncio.Runner,
    total: Decimal,
    first: int,
    open_from: int,
    before: list[Decimal],
    method: SplitMethod,
    weights: list[Decimal],
) -> None:
    async def check() -> None:
        await empty(world)
        owner = planner(world, OWNER)
        on(world, 2026, 1, 1)
        months = {m: str(a) for m, a in enumerate(before, 1)}
        await set_cells(world, owner, row(1, months), plan=FORECAST)
        on(world, 2026, open_from, 1)
        more: dict[str, Any] = {"method": method.name, "firstMonth": f"2026-{first:02d}-01"}
        if method is SplitMethod.WEIGHTS:
            more["weights"] = [str(w) for w in weights]
        payload = await spread(world, owner, str(total), FORECAST, **ONE, **more)
        after = [Decimal(a) for a in (await cells(world, FORECAST))[1, 1]]
        locked = before[first - 1 : max(open_from, first) - 1]
        shares = month_weights(method, 13 - first, weights)[len(locked) :]
        if sum(locked) > total or not any(shares):
            assert refused(payload)
            assert after == before
            return
        assert sum(after[first - 1 :]) == total
        closed = max(open_from, first) - 1
        assert after[:closed] == before[:closed]
        assert after[closed:] == split(total - sum(locked, Decimal(0)), shares)

    loop.run(check())


@WHATEVER
@given(
    total=AMOUNTS,
    present=st.lists(AMOUNTS, min_size=6, max_size=6),
    method=st.sampled_from([SplitMethod.EVEN, SplitMethod.S_CURVE]),
)
def test_a_total_over_rows_adds_up_and_goes_by_what_they_have(
    world: Api,
    loop: asyncio.Runner,
    total: Decimal,
    present: list[Decimal],
    method: SplitMethod,
) -> None:
    async def check() -> None:
        await empty(world)
        on(world, 2026, 1, 1)
        admin = planner(world, 2)
        places = [(c, a) for c in (1, 2, 3) for a in (1, 2)]
        rows = [row(c, {1: str(p)}, a) for (c, a), p in zip(places, present, strict=True)]
        await set_cells(world, admin, *rows, plan=FORECAST)
        await spread(world, admin, str(total), FORECAST, method=method.name)
        found = await cells(world, FORECAST)
        sums = [sum(map(Decimal, found[place])) for place in places]
        weights = [int(p * 100) for p in present] if any(present) else [1] * 6
        assert sums == split(total, weights)
        for place, amount in zip(places, split(total, weights), strict=True):
            assert [*map(Decimal, found[place])] == split(amount, month_weights(method, 12))

    loop.run(check())


@WHATEVER
@given(edits=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9)), min_size=2, max_size=6))
def test_no_interleaving_of_editors_loses_a_cell(
    world: Api, loop: asyncio.Runner, edits: list[tuple[int, int]]
) -> None:
    """Editors raise cells at the same time: what was not refused is there, all of it."""

    async def edit(number: int, month: int, amount: int, version: int | None) -> Any:
        raised = {"month": f"2026-{month:02d}-01", "amount": str(amount)}
        raised["operation"] = "INCREASE_BY"
        given = row(1, {}, cells=[raised])
        if version is not None:
            given["expectedVersion"] = version
        employee = OWNER if number % 2 else 2
        payload = await set_cells(world, planner(world, employee), given, plan=FORECAST)
        return payload["results"][0]

    async def check() -> None:
        await empty(world)
        on(world, 2026, 1, 1)
        done = await asyncio.gather(*(edit(n, m, a, None) for n, (m, a) in enumerate(edits)))
        assert [r["userErrors"] for r in done] == [[]] * len(edits)
        wanted = {m: sum(a for month, a in edits if month == m) for m, _ in edits}
        assert await amounts(world) == wanted
        raced = await asyncio.gather(*(edit(n, m, a, len(edits)) for n, (m, a) in enumerate(edits)))
        winners = [n for n, r in enumerate(raced) if not r["userErrors"]]
        assert len(winners) == 1
        month, amount = edits[winners[0]]
        wanted[month] += amount
        assert await amounts(world) == wanted
        for n, result in enumerate(raced):
            if n not in winners:
                assert [e["code"] for e in result["userErrors"]] == ["CONFLICT"]
                shown = {
                    int(c["month"][5:7]): int(Decimal(c["planned"]))
                    for c in result["planRow"]["cells"]
                }
                assert shown == wanted

    loop.run(check())


async def amounts(api: Api) -> dict[int, int]:
    statement = select(PlanCell.month, PlanCell.amount)
    found = await api.deployment.database.fetch(statement)
    return {row.month.month: int(row.amount) for row in found}


EDITS = st.one_of(
    st.tuples(st.just("SET"), st.integers(1, 3), AMOUNTS),
    st.tuples(st.just("INCREASE_BY"), st.integers(1, 3), AMOUNTS),
    st.tuples(st.just("spread"), st.integers(1, 10), AMOUNTS),
)


@WHATEVER
@given(edits=st.lists(EDITS, min_size=2, max_size=5))
def test_histories_of_rows_tell_how_each_edit_followed_the_last(
    world: Api, loop: asyncio.Runner, edits: list[tuple[str, int, Decimal]]
) -> None:
    """Editors set, raise and spread at the same time: none writes over what it has not seen."""

    async def edit(number: int, what: str, month: int, amount: Decimal) -> Any:
        viewer = planner(world, OWNER if number % 2 else 2)
        if what == "spread":
            more: dict[str, Any] = {**ONE, "firstMonth": f"2026-{month:02d}-01"}
            return await spread(world, viewer, str(amount), FORECAST, **more)
        cell = {"month": f"2026-{month:02d}-01", "amount": str(amount), "operation": what}
        payload = await set_cells(world, viewer, row(1, {}, cells=[cell]), plan=FORECAST)
        return payload["results"][0]

    async def check() -> None:
        await empty(world)
        on(world, 2026, 1, 1)
        done = await asyncio.gather(*(edit(n, *e) for n, e in enumerate(edits)))
        assert [r["userErrors"] for r in done] == [[]] * len(edits)
        assert await replayed(world) == await stored(world)

    loop.run(check())


async def replayed(api: Api) -> dict[str, str]:
    """What a row's history leads to; each entry must begin where the last one ended."""
    row = select(PlanRow.id).where(PlanRow.customer_id == 1).scalar_subquery()
    entries = select(Change.old, Change.new).where(
        Change.entity == "PlanRow", Change.record_id == row
    )
    cells: dict[str, str] = {}
    found: Any = await api.deployment.database.fetch(entries.order_by(Change.id))
    for old, new in found:
        assert {month: cells.get(month) for month in new} == old
        cells |= new
    return cells


async def stored(api: Api) -> dict[str, str]:
    found = await api.deployment.database.fetch(select(PlanCell.month, PlanCell.amount))
    return {f"{cell.month:%Y-%m}": str(cell.amount) for cell in found}
