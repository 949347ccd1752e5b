"""Work done outside a request."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.deployment import Deployment

Payload = Mapping[str, Any]
"""What a job is told: anything that JSON can say."""

Work = Callable[["Deployment", Payload], Awaitable[None]]


class RetryLater(Exception):
    """Raised by a job that cannot be done now: it is begun anew after a while."""

    def __init__(self, delay: timedelta, reason: str) -> None:
        super().__init__(reason)
        self.delay = delay


@dataclass(frozen=True)
class Job:
    """A coroutine function under a name, as `customers.recount`.

    It runs at least once for every `enqueue(session, name, payload)`, and with a `schedule` (a cron
    line, in UTC) at those times with an empty payload. It must bear running twice: a worker that
    dies leaves its job to another. A job that raises is kept, with its error, and not repeated,
    unless it raises RetryLater.
    """

    name: str
    work: Work
    schedule: str | None = None
