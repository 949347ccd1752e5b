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


UNFIT = (asyncpg.DataError, ValueError)
"""What is raised for a value that PostgreSQL, or the driver, cannot take or make."""


class Unfit(Exception):
    """PostgreSQL or its driver could not take or make a value, such as a number out of range."""


class Reader:
    """Connections for reads that take less time than SQLAlchemy needs to start one.

    Statements stay prepared on them. Nothing is opened until it is used. asyncpg's own pool takes
    as long to lend a connection as a short statement takes.
    """

    def __init__(self, connect_args: Mapping[str, Any], size: int) -> None:
        self._connect_args = connect_args
        self._size = size
        self._places = asyncio.Semaphore(size)
        self._idle: list[asyncpg.Connection] = []

    async def document(self, sql: str, arguments: Sequence[Any]) -> bytes:
        """The one document that a statement gives; errors as of `rows`."""
        found: bytes = (await self.rows(sql, arguments))[0][0]
        return found

    async def rows(self, sql: str, arguments: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """The rows; TooSlow after the statement timeout, Unfit if a value was at fault.

        A read whose connection was lost is tried once more: PostgreSQL was restarted.
        """
        try:
            return await self._fetch(sql, arguments)
        except LOST:
            self._drop_idle()
        return await self._fetch(sql, arguments)

    async def once(self, sql: str, arguments: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """As `rows`, for what must not be done twice: it is not tried again."""
        return await self._fetch(sql, arguments)

    async def close(self) -> None:
        """Close the connections, once their reads are done."""
        for _ in range(self._size):
            await self._places.acquire()
        while self._idle:
            await self._idle.pop().close()
        for _ in range(self._size):
            self._places.release()

    async def _fetch(self, sql: str, arguments: Sequence[Any]) -> Sequence[Sequence[Any]]:
        async with self._places:
            connection = self._living() or await self._open()
            try:
                found = await connection.fetch(sql, *arguments)
            except asyncpg.QueryCanceledError:
                self._idle.append(connection)
                raise TooSlow from None
            except UNFIT as error:
                self._idle.append(connection)
                raise Unfit(str(error)) from error
            except BaseException:
                # such as a cancellation, after which an answer might still come
                connection.terminate()
                raise
            self._idle.append(connection)
            return cast(Sequence[Sequence[Any]], found)

    async def _open(self) -> asyncpg.Connection:
        connection: asyncpg.Connection = await asyncpg.connect(
            **self._connect_args, max_cached_statement_lifetime=0, max_cacheable_statement_size=0
        )
        await read_json(connection)
        return connection

    def _living(self) -> asyncpg.Connection | None:
        """An idle connection that PostgreSQL has not closed, as far as is known."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        return None

    def _drop_idle(self) -> None:
        while self._idle:
            self._idle.pop().terminate()


async def read_json(connection: asyncpg.Connection) -> None:
    """Give JSON as what it says; it is sent as text."""
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(
            kind, schema="pg_catalog", encoder=str, decoder=orjson.loads
        )
