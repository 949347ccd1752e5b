"""An export takes little memory however long it is, ends when nobody waits for it, and in time."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, cast, func, text

from core import expression, extend
from core.customers.types import Customer
from schema.exports import ExportSettings
from tests.api import Api
from tests.schema.composing import extended
from tests.schema.exports.exporter import Exporter
from tests.waiting import until

ROOT = Path(__file__).parents[3]
MANY = """
INSERT INTO change_log (via, entity, record_id, customer_id, action, new)
SELECT 'system', 'Customer', CASE WHEN n <= {few} THEN 1 ELSE 2 END, NULL, 'UPDATE',
    jsonb_build_object('name', repeat(n::text, 10))
FROM generate_series(1, {many}) AS n
"""
MOST_GROWTH = 40_000
"""Kilobytes; the rows alone would take many times as much."""

SLOW = "{ customers { nodes { slow } } }"
SLEEPING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND state = 'active' AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_a_hundred_thousand_rows_take_no_more_memory(
    api: Api, database_url: str, kind: str
) -> None:
    async with api.deployment.database.engine.begin() as connection:
        await connection.execute(text(MANY.format(few=2_000, many=100_000)))
        await connection.execute(text("ANALYZE change_log"))
    command = [sys.executable, "-m", "tests.schema.exports.measured", database_url, kind]
    process = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    growth, size = map(int, process.stdout.splitlines()[-1].split())
    assert size > 1_000_000
    assert growth < MOST_GROWTH


@pytest.fixture
async def slow(database_url: str) -> AsyncIterator[Api]:
    """An API with a field that takes ages."""
    ages = extend(
        Customer,
        slow=expression(
            str | None,
            "Takes ages.",
            lambda row, viewer: cast(func.pg_sleep(600), String),
        ),
    )
    async with extended(database_url, ages) as api:
        yield api


async def sleeps(api: Api) -> bool:
    rows = await api.deployment.database.fetch(SLEEPING)
    return bool(rows[0][0])


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


async def test_a_file_that_takes_too_long_is_given_up(slow: Api) -> None:
    exporter = Exporter(slow, ExportSettings(seconds=0.3))
    status, code, _ = await exporter.refusal(slow.admin, query=SLOW)
    assert (status, code) == (503, "TIMEOUT")
    assert not await sleeps(slow)


async def test_nothing_goes_on_for_a_client_that_has_left(
    slow: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, sent = asyncio.Event(), []
    messages: list[Any] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:
        if messages:
            return messages.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/export", "headers": []}
    endpoint = Exporter(slow).endpoint(slow.admin)
    asked = f"query={SLOW}".encode()
    asking = asyncio.create_task(endpoint({**scope, "query_string": asked}, receive, send))
    await until(lambda: sleeps(slow))
    assert endpoint.under_way == 1
    left.set()
    await asking
    assert sent == []
    assert endpoint.under_way == 0
    assert is_empty(tmp_path)
    assert not await sleeps(slow)


async def test_so_many_files_are_made_at_once_and_no_more(slow: Api) -> None:
    endpoint = Exporter(slow, ExportSettings(at_once=1)).endpoint(slow.admin)
    with endpoint.slot():
        exporter = Exporter(slow)
        exporter.endpoint = lambda viewer: endpoint  # type: ignore[method-assign]
        quick = "{ customers { nodes { name } } }"
        status, code, _ = await exporter.refusal(slow.admin, query=quick)
        assert (status, code) == (503, "LIMIT_EXPORTS")
    assert (await exporter.ask(slow.admin, query=quick)).status_code == 200
