"""Reading more rows than memory should hold, all of one moment."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import asyncpg

from core.errors import TooSlow
from core.reader import Unfit, read_json

BATCH = 500
"""Rows that are in memory at once."""

CLOSING = 5.0
"""Seconds in which a connection must end what it does when nobody wants it any more."""


class Snapshot:
    """A connection whose statements all see the database as it was at the first."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def value(self, sql: str, arguments: Sequence[Any]) -> Any:
        """The one value that a statement gives; errors as of `batches`."""
        async for batch in self.batches(sql, arguments):
            return batch[0][0]
        return None

    async def batches(
        self, sql: str, arguments: Sequence[Any]
    ) -> AsyncIterator[Sequence[Sequence[Any]]]:
        """The rows, by a cursor; TooSlow after the time allowed, Unfit if a value was at fault."""
        try:
            cursor = await self._connection.cursor(sql, *arguments)
            while batch := await cursor.fetch(BATCH):
                yield cast(Sequence[Sequence[Any]], batch)
        except asyncpg.QueryCanceledError:
            raise TooSlow from None
        except (asyncpg.DataError, ValueError) as error:
            raise Unfit(str(error)) from error


@asynccontextmanager
async def snapshot(connect_args: Mapping[str, Any], seconds: float) -> AsyncIterator[Snapshot]:
    """A connection of its own, each of whose statements may take so many seconds."""
    connection = await asyncpg.connect(**connect_args)
    try:
        await read_json(connection)
        await connection.execute(f"SET statement_timeout = {int(seconds * 1000)}")
        transaction = connection.transaction(isolation="repeatable_read", readonly=True)
        await transaction.start()
        yield Snapshot(connection)
    finally:
        await _close(connection)


async def _close(connection: asyncpg.Connection) -> None:
    """Close it although a cursor is open; a statement under way is cancelled."""
    try:
        await connection.close(timeout=CLOSING)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        connection.terminate()
