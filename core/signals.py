"""What PostgreSQL notifies its listeners of."""

import asyncio
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

import asyncpg
import structlog

log = structlog.stdlib.get_logger("kortisto.signals")

PAUSE = 1.0
"""Seconds between two attempts to connect."""

CHECKED_EVERY = 15.0
PATIENCE = 5.0
"""Seconds in which a connection must answer, or else it counts as lost."""

FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

Heard = Callable[[str | None], None]
"""Gets the payload of a notification; None where some may have been missed."""


class Signals:
    """Hears `NOTIFY` on a connection of its own, from the first call of `hear` on."""

    def __init__(self, connect_args: Mapping[str, Any]) -> None:
        self._connect_args = connect_args
        self._heard: dict[str, list[Heard]] = {}
        self._connection: asyncpg.Connection | None = None
        self._connecting = asyncio.Lock()
        self._next_attempt = 0.0
        self._next_check = 0.0

    @property
    def are_heard(self) -> bool:
        """Whether nothing is missed at present, as far as one can know."""
        return self._connection is not None

    def on(self, channel: str, heard: Heard) -> None:
        """Call `heard` for each notification of a channel; to be told before the first `hear`."""
        self._heard.setdefault(channel, []).append(heard)

    async def hear(self) -> bool:
        """Connect, unless connected or tried just now; whether notifications are heard."""
        async with self._connecting:
            if self._connection is None and monotonic() >= self._next_attempt:
                self._next_attempt = monotonic() + PAUSE
                await self._connect()
        return self.are_heard

    async def check(self) -> bool:
        """As `hear`, for those who wait: a network may lose a connection without telling."""
        connection = self._connection
        if connection is None or monotonic() < self._next_check:
            return await self.hear()
        self._next_check = monotonic() + CHECKED_EVERY
        try:
            await connection.execute("SELECT 1", timeout=PATIENCE)
        except FAILURES as error:
            log.warning("the connection for notifications is lost", reason=str(error))
            connection.terminate()
        return self.are_heard

    async def close(self) -> None:
        """Hear no more, until somebody wants to again."""
        connection, self._connection = self._connection, None
        self._next_attempt = 0.0
        if connection is not None:
            connection.remove_termination_listener(self._lost)
            await connection.close()

    async def _connect(self) -> None:
        try:
            connection = await asyncpg.connect(**self._connect_args)
            connection.add_termination_listener(self._lost)
            for channel in self._heard:
                await connection.add_listener(channel, self._tell)
        except FAILURES as error:
            log.warning("notifications cannot be heard", reason=str(error))
            return
        self._connection = connection
        self._next_check = monotonic() + CHECKED_EVERY

    def _tell(self, connection: object, pid: int, channel: str, payload: object) -> None:
        for heard in self._heard[channel]:
            heard(str(payload))

    def _lost(self, connection: object) -> None:
        self._connection = None
        for channel in self._heard.values():
            for heard in channel:
                heard(None)
