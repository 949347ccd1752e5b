"""Writes of one statement by the database driver itself."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from core.reader import Reader

FLUSH = "SELECT pg_logical_emit_message(true, 'kortisto', '')"
"""Writes next to nothing; its commit waits for all that was committed before."""

SETTINGS = {"synchronous_commit": "off", "plan_cache_mode": "force_generic_plan"}
"""Planning a statement anew for the length of its arrays would take longer than it runs."""


class Writer:
    """Connections for statements that are a transaction of their own.

    Of transactions that notify, one commits at a time, and holds up the others until it is on disk.
    So these commit first, and are waited for afterwards: many by one statement.
    """

    def __init__(self, connect_args: Mapping[str, Any], size: int) -> None:
        settings = {**connect_args["server_settings"], **SETTINGS}
        self._writing = Reader({**connect_args, "server_settings": settings}, size)
        self._flushing = Reader(connect_args, 1)
        self._turn = asyncio.Lock()
        self._asked = 0
        self._flushed = 0

    async def rows(self, sql: str, arguments: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """The rows that a statement returns, once what it wrote is safe.

        It is never tried again: if the connection is lost, it is unknown whether it is written.
        """
        found = await self._writing.once(sql, arguments)
        await self._flush()
        return found

    async def close(self) -> None:
        """Close the connections, once their writes are done."""
        await self._writing.close()
        await self._flushing.close()

    async def _flush(self) -> None:
        """Wait until all is on disk that was committed before the call."""
        self._asked += 1
        mine = self._asked
        async with self._turn:
            if self._flushed < mine:
                served = self._asked
                await self._flushing.rows(FLUSH, ())
                self._flushed = served
