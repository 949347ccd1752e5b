"""Daily snapshots: once for each opportunity and day, by job and command."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from anyio import to_thread
from sqlalchemy import select

from core.errors import BadInput
from core.jobs import enqueue, run_worker
from plugins.opportunities.models import Opportunity, OpportunitySnapshot
from plugins.opportunities.settings import OpportunitySettings
from plugins.opportunities.snapshots import SNAPSHOT, take_snapshot
from tests.api import Api, MovableClock, deployment_on
from tests.core.writing.calls import mutate
from tests.factories import basket, customer, employee, opportunity, save, team
from tests.kortisto.program import Shell
from tests.plugins.opportunities.stages import LOST, OFFERED, WON
from tests.world import change

TABLE: Any = OpportunitySnapshot.__table__
OLD = date(2026, 3, 15)


def moved(api: Api, days: int) -> date:
    clock = cast(MovableClock, api.deployment.clock)
    clock.instant += timedelta(days=days)
    return clock.today()


async def kept(api: Api) -> list[dict[str, Any]]:
    statement = select(TABLE).order_by(TABLE.c.day, TABLE.c.opportunity_id)
    return [dict(row._mapping) for row in await api.deployment.database.fetch(statement)]  # noqa: SLF001


@pytest.fixture
async def deals(api: Api) -> Api:
    """One opportunity with everything, one with nothing, one archived."""
    await save(
        api,
        team(1),
        employee(1, team_id=1),
        customer(1),
        basket(1, type="WALLET_SHARE"),
        opportunity(
            1,
            OFFERED,
            customer_id=1,
            owner_id=1,
            offering_area_id=1,
            amount="10.00",
            manual_probability=33,
            expected_close_on=date(2026, 5, 1),
        ),
        opportunity(2, LOST),
        opportunity(3, WON, archived_at=api.deployment.clock.now()),
    )
    return api


async def test_a_snapshot_keeps_what_every_opportunity_in_use_is(deals: Api) -> None:
    taken = await take_snapshot(deals.deployment)
    assert (taken.day, taken.added, taken.removed) == (OLD, 2, 0)
    assert await kept(deals) == [
        {
            "day": OLD,
            "opportunity_id": 1,
            "customer_id": 1,
            "stage_id": OFFERED,
            "owner_id": 1,
            "team_id": 1,
            "offering_area_id": 1,
            "amount": 10,
            "currency": "EUR",
            "probability": 33,
            "expected_close_on": date(2026, 5, 1),
        },
        {
            "day": OLD,
            "opportunity_id": 2,
            "customer_id": None,
            "stage_id": LOST,
            "owner_id": None,
            "team_id": None,
            "offering_area_id": None,
            "amount": None,
            "currency": "EUR",
            "probability": 0,
            "expected_close_on": None,
        },
    ]


async def test_a_second_one_on_a_day_adds_only_what_is_missing(deals: Api) -> None:
    await take_snapshot(deals.deployment)
    before = await kept(deals)
    await change(deals, Opportunity, 1, amount=99, stage_id=WON)
    await save(deals, opportunity(4, OFFERED))
    assert (await take_snapshot(deals.deployment)).added == 1
    assert (await kept(deals))[:2] == before
    moved(deals, 1)
    assert (await take_snapshot(deals.deployment)).added == 3
    assert [row["amount"] for row in await kept(deals)] == [10, None, None, 99, None, None]


async def test_one_statement_keeps_them_all(deals: Api) -> None:
    with deals.statements() as statements:
        await take_snapshot(deals.deployment)
    assert sum("INTO opportunity_snapshot" in text for text in statements) == 1
    assert sum("FROM opportunity_snapshot" in text for text in statements) == 1


async def test_a_day_that_was_missed_is_filled_from_the_history(api: Api) -> None:
    await save(api, employee(1))
    await mutate(api, "createOpportunity", {"name": "A", "amount": "5.00"}, "opportunity { id }")
    moved(api, 2)
    given = {"id": "opportunity_1", "expectedVersion": 1, "stageId": f"stage_{WON}", "amount": "7"}
    await mutate(api, "updateOpportunity", given, "opportunity { id }")
    await mutate(api, "createOpportunity", {"name": "B"}, "opportunity { id }")
    assert (await take_snapshot(api.deployment, OLD + timedelta(days=1))).added == 1
    [row] = await kept(api)
    assert (row["day"], row["amount"], row["probability"]) == (date(2026, 3, 16), 5, 10)
    with pytest.raises(BadInput, match="2026-03-18 is still to come"):
        await take_snapshot(api.deployment, date(2026, 3, 18))


@pytest.fixture
async def forgetful(database_url: str) -> AsyncIterator[Api]:
    """A deployment that keeps snapshots for ten days."""
    sections = {"opportunities": {"snapshot_days": 10}}
    deployment = deployment_on(database_url, sections=sections)
    yield Api(deployment)
    await deployment.close()


async def test_old_snapshots_are_removed(forgetful: Api) -> None:
    await save(forgetful, opportunity(1, OFFERED))
    days = []
    for _ in range(3):
        days.append((await take_snapshot(forgetful.deployment)).day)
        moved(forgetful, 5)
    assert (await take_snapshot(forgetful.deployment)).removed == 1
    assert [row["day"] for row in await kept(forgetful)] == [*days[1:], date(2026, 3, 30)]


async def test_a_worker_takes_one_when_told_and_every_day(deals: Api) -> None:
    assert SNAPSHOT.schedule == "15 2 * * *"
    async with deals.deployment.database.writing() as session:
        await enqueue(session, SNAPSHOT.name)
    await run_worker(deals.deployment, drain=True)
    assert len(await kept(deals)) == 2


@pytest.fixture
def shell(
    tmp_path: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    monkeypatch.setenv("KORTISTO_DATABASE_URL", database_url)
    monkeypatch.setenv("KORTISTO_PLUGINS__ENABLED", "opportunities")
    return Shell(tmp_path, monkeypatch, capsys)


async def test_the_command_takes_one(shell: Shell, deals: Api) -> None:
    done = await to_thread.run_sync(shell.run, "opportunities", "snapshot")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(": 2 added, 0 old ones removed\n")
    again = await to_thread.run_sync(shell.run, "opportunities", "snapshot")
    assert again.stdout.endswith(": 0 added, 0 old ones removed\n")
    future = await to_thread.run_sync(shell.run, "opportunities", "snapshot", "--day", "2999-01-01")
    assert (future.returncode, future.stdout) == (1, "")
    assert "2999-01-01 is still to come" in future.stderr


def test_snapshots_are_kept_for_three_years_unless_said_otherwise() -> None:
    assert OpportunitySettings().snapshot_days == 1_100
