"""Writes of one statement by the database driver itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.reader import Reader

SETTINGS = {"plan_cache_mode": "force_generic_plan"}
"""Planning a statement anew for the length of its arrays would take longer than it runs."""


class Writer:
    """Connections for statements that are a transaction of their own."""

    def __init__(self, connect_args: Mapping[str, Any], size: int) -> None:
        settings = {**connect_args["server_settings"], **SETTINGS}
        self._writing = Reader({**connect_args, "server_settings": settings}, size)

    async def rows(self, sql: str, arguments: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """The rows that a statement returns, once what it wrote is safe.

        It is never tried again: if the connection is lost, it is unknown whether it is written.
        """
        return await self._writing.once(sql, arguments)

    async def close(self) -> None:
        """Close the connections, once their writes are done."""
        await self._writing.close()
