"""Deployments that stay open for the next test on their database, as they would in a server."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, fields

from core.database import Database, Listener
from core.deployment import Deployment

APPLICATION = "kept"
"""The name by which PostgreSQL lists connections that outlive a test."""

Make = Callable[[], Deployment]
Place = tuple[str, tuple[str, ...]]
"""The URL of a database, and the plugins that are enabled on it."""


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
        self.free: dict[Place, Kept] = {}
        self.lent: dict[int, tuple[Place, Kept]] = {}
        self.leaving: list[Kept] = []

    @property
    def serves(self) -> bool:
        """Whether the event loop is the one that tests share."""
        try:
            return asyncio.get_running_loop() is self.loop
        except RuntimeError:
            return False

    def lend(self, place: Place, make: Make) -> Kept:
        """A deployment at a place, made unless one is free."""
        kept = self.free.pop(place, None) or _kept(make())
        self.lent[id(kept.database)] = place, kept
        return kept

    async def take_back(self, database: Database) -> None:
        """Keep a deployment for the next test, unless another one waits for it."""
        if id(database) not in self.lent:
            return
        place, kept = self.lent.pop(id(database))
        await database.hub.close()
        await database.signals.close()
        database.after_commit.clear()
        database.listener = kept.listener
        await self.close_leaving()
        if self.free.setdefault(place, kept) is not kept:
            await database.close()

    def let_go(self, url: str) -> None:
        """Keep nothing on a database that is dropped."""
        places = [place for place in self.free if place[0] == url]
        self.leaving += map(self.free.pop, places)

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
