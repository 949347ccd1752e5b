"""Reads by the database driver itself."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import orjson

from core.errors import TooSlow
from core.prepared import PreparedConnection, Rows

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
        self._idle: list[PreparedConnection] = []

    async def document(self, sql: str, arguments: Sequence[Any]) -> bytes:
        """The one document that a statement gives; errors as of `rows`."""
        found: bytes = (await self.rows(sql, arguments))[0][0]
        return found

    async def rows(self, sql: str, arguments: Sequence[Any]) -> Rows:
        """The rows; TooSlow after the statement timeout, Unfit if a value was at fault.

        A read whose connection was lost is tried once more: PostgreSQL was restarted.
        """
        try:
            return await self._fetch(sql, arguments)
        except LOST:
            self._drop_idle()
        return await self._fetch(sql, arguments)

    async def once(self, sql: str, arguments: Sequence[Any]) -> Rows:
        """As `rows`, for what must not be done twice: it is not tried again."""
        return await self._fetch(sql, arguments)

    async def close(self) -> None:
        """Close the connections, once their reads are done."""
        for _ in range(self._size):
            await self._places.acquire()
        while self._idle:
            await self._idle.pop().connection.close()
        for _ in range(self._size):
            self._places.release()

    async def _fetch(self, sql: str, arguments: Sequence[Any]) -> Rows:
        # not by `async with`, which takes as long again
        await self._places.acquire()
        try:
            lent = self._living() or await self._open()
            try:
                found = await lent.fetch(sql, arguments)
            except asyncpg.QueryCanceledError:
                self._idle.append(lent)
                raise TooSlow from None
            except UNFIT as error:
                self._idle.append(lent)
                raise Unfit(str(error)) from error
            except BaseException:
                # such as a cancellation, after which an answer might still come
                lent.connection.terminate()
                raise
            self._idle.append(lent)
            return found
        finally:
            self._places.release()

    async def _open(self) -> PreparedConnection:
        connection = await asyncpg.connect(**self._connect_args)
        await read_json(connection)
        return PreparedConnection(connection)

    def _living(self) -> PreparedConnection | None:
        """An idle connection that PostgreSQL has not closed, as far as is known."""
        while self._idle:
            idle = self._idle.pop()
            if not idle.connection.is_closed():
                return idle
        return None

    def _drop_idle(self) -> None:
        while self._idle:
            self._idle.pop().connection.terminate()


async def read_json(connection: asyncpg.Connection) -> None:
    """Give JSON as what it says; it is sent as text."""
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(
            kind, schema="pg_catalog", encoder=str, decoder=orjson.loads
        )
