"""Running SQL as a role that can read nothing but the views of its slot, and change nothing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import asyncpg
import orjson

from core.database import driver_arguments
from core.deployment import Deployment
from plugins.pupesoft_tools.sql_search.errors import (
    SearchProblem,
    TookTooLong,
    TooLarge,
    Unavailable,
)
from plugins.pupesoft_tools.sql_search.slots import Slot

BATCH = 100
"""Rows that are fetched at once."""

PATIENCE_SECONDS = 3.0
"""How long to wait until the connection of the search before is gone."""

SLOW = "The search took too long: ask for less, or filter more."


@dataclass(frozen=True)
class Shown:
    """A column of a result: its name and PostgreSQL's name of its type."""

    name: str
    type: str


@dataclass(frozen=True)
class Result:
    """What a search gives, as it comes."""

    columns: Sequence[Shown]
    batches: AsyncIterator[Sequence[Sequence[Any]]]


@asynccontextmanager
async def result_of(
    deployment: Deployment,
    slot: Slot,
    sql: str,
    arguments: Sequence[Any],
    *,
    seconds: float,
    rows: int,
) -> AsyncIterator[Result]:
    """Run one statement in a transaction that is read-only and undone; SearchProblem if it fails.

    The result has at most so many rows and one more, which tells that there are others.
    """
    connection = await _connect(deployment, slot, seconds)
    try:
        async with asyncio.timeout(seconds):
            async with connection.transaction(readonly=True):
                statement = await connection.prepare(sql)
                shown = [Shown(a.name, a.type.name) for a in statement.get_attributes()]
                cursor = await statement.cursor(*arguments)
                yield Result(shown, _batches(cursor, rows + 1))
                raise _Enough
    except _Enough:
        return
    except (TimeoutError, asyncpg.QueryCanceledError):
        raise TookTooLong(SLOW) from None
    except asyncpg.PostgresError as error:
        raise _problem(error) from error
    except (asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        raise SearchProblem(f"What the search gives cannot be read: {error}") from error
    finally:
        connection.terminate()


class _Enough(Exception):
    """Undoes the transaction."""


async def _batches(cursor: Any, rows: int) -> AsyncIterator[Sequence[Sequence[Any]]]:
    try:
        while rows > 0 and (batch := await cursor.fetch(min(rows, BATCH))):
            rows -= len(batch)
            yield batch
    except (ValueError, OverflowError) as error:
        raise SearchProblem(f"A value cannot be shown: {error}. Cast it to text.") from None


async def _connect(deployment: Deployment, slot: Slot, seconds: float) -> asyncpg.Connection:
    """Sign in as the role of a slot, once the connection of the search before is gone."""
    settings = {
        "application_name": "kortisto sql search",
        "default_transaction_read_only": "on",
        "idle_in_transaction_session_timeout": str(int(seconds * 1000)),
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        "search_path": slot.schema,
        "statement_timeout": str(int(seconds * 1000)),
        "timezone": deployment.settings.time_zone.key,
    }
    given = driver_arguments(deployment.database.engine)
    arguments = {**given, "user": slot.role, "password": slot.password}
    ends = monotonic() + PATIENCE_SECONDS
    while True:
        try:
            connection = await asyncpg.connect(**arguments, server_settings=settings)
        except asyncpg.TooManyConnectionsError:
            if monotonic() > ends:
                raise Unavailable("The database has no connection left: try again.") from None
            await asyncio.sleep(0.02)
        except (OSError, asyncpg.PostgresError) as error:
            raise Unavailable(f"The database does not let SQL searches in: {error}") from error
        else:
            return await _read_json(connection)


async def _read_json(connection: asyncpg.Connection) -> asyncpg.Connection:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(
            kind, schema="pg_catalog", encoder=str, decoder=orjson.loads
        )
    return connection


ROW_MARK = "kortisto: a row of "


def _problem(error: asyncpg.PostgresError) -> SearchProblem:
    if ROW_MARK in str(error):
        return TooLarge("A row of the result is too large: select less of it.")
    return SearchProblem(f"PostgreSQL says: {error.message or error}")
