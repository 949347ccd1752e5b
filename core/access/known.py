"""Viewers that were found a moment ago."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from core.clock import Clock
from core.signals import Signals
from core.viewer import Viewer

CHANNEL = "kortisto_access"
"""Notified by triggers whenever somebody's rights or ways in change."""

LONGEST = 5.0
"""Seconds that a viewer is known at most, even if no notification ever arrives."""

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    """A viewer, until when he is known, and when his credential ends."""

    viewer: Viewer
    until: float
    ends: datetime | None


class KnownViewers:
    """Keeps who stands behind a credential, until his rights or the credential may have changed."""

    def __init__(self, signals: Signals, clock: Clock) -> None:
        self._signals = signals
        self._clock = clock
        self._known: dict[Hashable, Known] = {}
        self.generation = 0
        """Grows whenever all are forgotten: what was read before may be outdated."""
        signals.on(CHANNEL, lambda _: self.forget())

    def forget(self) -> None:
        """Know nobody any more."""
        self.generation += 1
        self._known.clear()

    def find(self, credential: Hashable) -> Viewer | None:
        """The viewer behind a credential, if he is known."""
        known = self._known.get(credential)
        if known is None or monotonic() >= known.until or not self._signals.are_heard:
            return None
        if known.ends is not None and self._clock.now() >= known.ends:
            return None
        return known.viewer

    def keep(
        self, credential: Hashable, viewer: Viewer, ends: datetime | None, generation: int
    ) -> None:
        """Know a viewer who was read in a generation, unless that is over."""
        if generation != self.generation or not self._signals.are_heard:
            return
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[credential] = Known(viewer, monotonic() + LONGEST, ends)
