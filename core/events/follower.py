"""Somebody who follows events, as slowly as he likes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from core.events.event import Event

MOST_KEPT = 1_000
"""Records whose events are kept for a follower; with one more he has missed them all."""

Wants = Callable[[Event], bool]
"""Whether a follower wants to hear of an event."""


@dataclass(frozen=True)
class Heard:
    """What a follower hears at once: the last event of each record.

    With `refetch` he may have missed others, also of records that are not among the events.
    """

    refetch: bool
    events: tuple[Event, ...]


class Follower:
    """Keeps what was heard until it is taken; never more than MOST_KEPT events."""

    def __init__(self, wants: Wants) -> None:
        self._wants = wants
        self._events: dict[tuple[str, int], Event] = {}
        self._refetch = False
        self._some = asyncio.Event()

    @property
    def has_missed(self) -> bool:
        """Whether he will hear that he must fetch anew."""
        return self._refetch

    def tell(self, event: Event) -> None:
        """Keep an event, if it is wanted; one without a key is one that was missed."""
        if not self._wants(event):
            return
        if event.key is None or len(self._events) >= MOST_KEPT:
            self.miss()
        elif not self._refetch:
            # the latest stands last
            self._events.pop((event.entity, event.key), None)
            self._events[event.entity, event.key] = event
            self._some.set()

    def miss(self) -> None:
        """Drop what was kept: the follower is told to fetch anew what he shows."""
        self._events.clear()
        self._refetch = True
        self._some.set()

    async def take(self) -> Heard:
        """What was heard since the last time, as soon as there is something."""
        await self._some.wait()
        heard = Heard(self._refetch, tuple(self._events.values()))
        self._events.clear()
        self._refetch = False
        self._some.clear()
        return heard
