"""Reads by the database driver itself."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

import asyncpg
import orjson

from core.errors import TooSlow

LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.AdminShutdownError,
)
"""What a connection raises that was lost before the statement or during it."""


class Unfit(Exception):
    """PostgreSQL or its driver could not take or make a value, such as a number out of range."""


class Reader:
    """Connections for reads that take less time than SQLAlchemy needs to start one.

    Statements stay prepared on them. Nothing is opened until it is used.
    """

    def __init__(self, connect_args: Mapping[str, Any], size: int) -> None:
        self._connect_args = connect_args
        self._size = size
        self._opening = asyncio.Lock()
        self._pool: asyncpg.Pool | None = None

    async def text(self, sql: str, arguments: Sequence[Any]) -> str:
        """The one text that a statement gives; errors as of `rows`."""
        found: str = (await self.rows(sql, arguments))[0][0]
        return found

    async def rows(self, sql: str, arguments: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """The rows; TooSlow after the statement timeout, Unfit if a value was at fault.

        A read whose connection was lost is tried once more: PostgreSQL was restarted.
        """
        pool = self._pool or await self._open()
        try:
            return await _fetch(pool, sql, arguments)
        except LOST:
            await pool.expire_connections()
        return await _fetch(pool, sql, arguments)

    async def close(self) -> None:
        """Close the connections, once their reads are done."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    **self._connect_args,
                    min_size=0,
                    max_size=self._size,
                    max_inactive_connection_lifetime=0,
                    max_cached_statement_lifetime=0,
                    max_cacheable_statement_size=0,
                    init=_read_json,
                    reset=_leave,
                )
        return self._pool


async def _fetch(pool: asyncpg.Pool, sql: str, arguments: Sequence[Any]) -> Sequence[Sequence[Any]]:
    try:
        found = await pool.fetch(sql, *arguments)
    except asyncpg.QueryCanceledError:
        raise TooSlow from None
    except (asyncpg.DataError, ValueError) as error:
        raise Unfit(str(error)) from error
    return cast(Sequence[Sequence[Any]], found)


async def _read_json(connection: asyncpg.Connection) -> None:
    """Give JSON as what it says; it is sent as text."""
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(
            kind, schema="pg_catalog", encoder=str, decoder=orjson.loads
        )


async def _leave(connection: object) -> None:
    """A connection that only reads has nothing to be reset."""
