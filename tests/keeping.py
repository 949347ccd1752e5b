"""Deployments that stay open for the next test on their database, as they would in a server."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, fields

from core.database import Database, Listener
from core.deployment import Deployment

APPLICATION = "kept"
"""The name by which PostgreSQL lists connections that outlive a test."""

Make = Callable[[], Deployment]


@dataclass(frozen=True)
class Kept(Deployment):
    """A deployment that goes back to its keeper when it is closed."""

    listener: Listener

    async def close(self) -> None:
        """End what a test started; connections and statements stay."""
        await KEEPER.take_back(self.database)


@dataclass
class Keeper:
    """Keeps deployments for tests that share an event loop."""

    loop: asyncio.AbstractEventLoop | None = None

    def __post_init__(self) -> None:
        self.free: dict[str, Kept] = {}
        self.lent: dict[int, tuple[str, Kept]] = {}
        self.leaving: list[Kept] = []

    @property
    def serves(self) -> bool:
        """Whether the event loop is the one that tests share."""
        try:
            return asyncio.get_running_loop() is self.loop
        except RuntimeError:
            return False

    def lend(self, url: str, make: Make) -> Kept:
        """A deployment on a database, made unless one is free."""
        kept = self.free.pop(url, None) or _kept(make())
        self.lent[id(kept.database)] = url, kept
        return kept

    async def take_back(self, database: Database) -> None:
        """Keep a deployment for the next test, unless another one waits for it."""
        url, kept = self.lent.pop(id(database), ("", None))
        if kept is None:
            return
        await database.hub.close()
        await database.signals.close()
        database.after_commit.clear()
        database.listener = kept.listener
        await self.close_leaving()
        if self.free.setdefault(url, kept) is not kept:
            await database.close()

    def let_go(self, url: str) -> None:
        """Keep nothing on a database that is dropped."""
        if kept := self.free.pop(url, None):
            self.leaving.append(kept)

    async def close_leaving(self) -> None:
        """Close what is of no use any more."""
        while self.leaving:
            await self.leaving.pop().database.close()

    async def close(self) -> None:
        """Close everything."""
        self.leaving += self.free.values()
        self.free.clear()
        await self.close_leaving()


KEEPER = Keeper()
"""The keeper of this process."""


def _kept(made: Deployment) -> Kept:
    known = {field.name: getattr(made, field.name) for field in fields(made)}
    return Kept(**known, listener=made.database.listener)
