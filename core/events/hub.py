"""Events of all processes, handed to the followers in this one."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import structlog

from core.events.event import CHANNEL, events_of
from core.events.follower import Follower, Wants
from core.signals import Signals

log = structlog.stdlib.get_logger("kortisto.events")

PAUSE = 1.0
"""Seconds between two looks at the connection on which notifications come."""


class Hub:
    """Listens while somebody follows, and tells those whose connection was lost to fetch anew."""

    def __init__(self, signals: Signals) -> None:
        self._signals = signals
        self._followers: set[Follower] = set()
        self._keeper: asyncio.Task[None] | None = None
        self._missed = True
        signals.on(CHANNEL, self._heard)

    def __len__(self) -> int:
        return len(self._followers)

    @property
    def followers(self) -> frozenset[Follower]:
        """Who follows in this process."""
        return frozenset(self._followers)

    @asynccontextmanager
    async def following(self, wants: Wants) -> AsyncIterator[Follower]:
        """Somebody who hears of wanted events meanwhile.

        The first thing he hears, as soon as that is certain, is that he must fetch what he shows:
        from then on he misses nothing.
        """
        follower = Follower(wants)
        self._followers.add(follower)
        try:
            if await self._signals.hear():
                self._catch_up([follower])
            self._keeper = self._keeper or asyncio.create_task(self._keep())
            yield follower
        finally:
            self._followers.discard(follower)

    async def close(self) -> None:
        """Listen no more; followers hear nothing from now on."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.wait([keeper])

    async def _keep(self) -> None:
        """Connect again whenever the connection was lost."""
        while True:
            if await self._signals.check():
                self._catch_up()
            await asyncio.sleep(PAUSE)

    def _heard(self, payload: str | None) -> None:
        if payload is None:
            self._missed = True
        elif self._followers:
            self._tell(payload)

    def _tell(self, payload: str) -> None:
        try:
            events = events_of(payload)
        except (ValueError, TypeError):
            log.exception("a notification that cannot be read")
            self._missed = True
            self._catch_up()
            return
        for event in events:
            for follower in self._followers:
                follower.tell(event)

    def _catch_up(self, new: Iterable[Follower] = ()) -> None:
        """Tell all followers that they missed something if they did, and new ones anyway."""
        missed = self._followers if self._missed else new
        self._missed = False
        for follower in missed:
            follower.miss()
