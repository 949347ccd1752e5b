"""Delivering by jobs: one attempt after the other, later and later, and never two at once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Update, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.jobs import RetryLater, enqueue
from core.jobs.job import Payload
from core.outgoing.models import Outgoing
from core.outgoing.problems import Permanent, Temporary

if TYPE_CHECKING:
    from core.deployment import Deployment

log = structlog.stdlib.get_logger("kortisto.outgoing")

INTERRUPTED = (
    "The worker stopped while it was sending: whether it arrived is not known. Send it again if it "
    "did not."
)


@dataclass(frozen=True)
class Pace:
    """How long one attempt may take, how many there are, and the pause after the first; each
    further pause is twice as long.
    """

    longest: timedelta
    attempts: int
    pause: timedelta

    def after(self, attempts: int) -> timedelta:
        """The pause after so many attempts."""
        return self.pause * (1 << min(attempts - 1, 20))


@dataclass(frozen=True)
class Delivery:
    """How rows of a model are delivered by a job.

    `send(deployment, row)` answers with values to note in the row, or raises Temporary or
    Permanent. What is not `repeatable` is sent at most once: if a worker dies in an attempt, it is
    not known whether it arrived, and there is no other one.
    """

    job: str
    model: type[Outgoing]
    repeatable: bool
    pace: Callable[["Deployment"], Pace]
    send: Callable[["Deployment", Any], Awaitable[Mapping[str, object]]]
    sent: Callable[["Deployment", AsyncSession, Any], Awaitable[None]] | None = None
    """Writes more, in the transaction that notes that a row was sent."""


async def send_later(
    session: AsyncSession, delivery: Delivery, values: Mapping[str, object]
) -> int | None:
    """Keep something for delivery and queue its job, in the session's transaction; its key.

    None if there is one with its idempotency key already, in whatever state.
    """
    made = insert(delivery.model).values(**values).on_conflict_do_nothing()
    key: int | None = await session.scalar(made.returning(delivery.model.id))
    if key is not None:
        await enqueue(session, delivery.job, {"id": key})
    return key


async def deliver(deployment: "Deployment", delivery: Delivery, payload: Payload) -> None:
    """Make one attempt at what a job is told of, unless it has ended already."""
    pace = delivery.pace(deployment)
    row = await _claimed(deployment, delivery, int(payload["id"]), pace)
    if row is None:
        return
    attempt = Attempt(deployment, delivery, row)
    try:
        noted = await delivery.send(deployment, row)
    except Temporary as problem:
        await attempt.put_off(problem, pace)
    except Permanent as problem:
        await attempt.fail(str(problem), problem.noted)
    except Exception as error:
        log.error("a delivery failed", job=delivery.job, number=row.id, exc_info=error)
        await attempt.fail("It failed unexpectedly: see the log.")
    else:
        await attempt.succeed(noted)


async def _claimed(
    deployment: "Deployment", delivery: Delivery, key: int, pace: Pace
) -> Any | None:
    """The row, now claimed; None if it has ended. RetryLater while another worker is at it."""
    now = deployment.clock.now()
    async with deployment.database.writing() as session:
        row = await session.get(delivery.model, key, with_for_update=True)
        if row is None or row.sent_at is not None or row.failed_at is not None:
            return None
        if row.claimed_at is not None:
            left = row.claimed_at + 2 * pace.longest - now
            if left > timedelta(0):
                raise RetryLater(left, "Another worker is at it.")
            if not delivery.repeatable:
                row.failed_at, row.claimed_at, row.error = now, None, INTERRUPTED
                return None
        row.claimed_at, row.attempts = now, row.attempts + 1
    return row


@dataclass(frozen=True)
class Attempt:
    """One attempt, and the ways it can end."""

    deployment: "Deployment"
    delivery: Delivery
    row: Any

    async def put_off(self, problem: Temporary, pace: Pace) -> None:
        """Queue the next attempt, unless this one was the last."""
        if self.row.attempts >= pace.attempts:
            told = f"Given up after {self.row.attempts} attempts. {problem}"
            await self.fail(told, problem.noted)
            return
        pause = pace.after(self.row.attempts)
        next_at = self.deployment.clock.now() + pause
        values = {**problem.noted, "next_attempt_at": next_at, "error": str(problem)}
        async with self.deployment.database.writing() as session:
            await session.execute(self._noting(values))
            await enqueue(session, self.delivery.job, {"id": self.row.id}, after=pause)

    async def fail(self, problem: str, noted: Mapping[str, object] = MappingProxyType({})) -> None:
        """Let it be."""
        now = self.deployment.clock.now()
        await self.note({**noted, "failed_at": now, "error": problem, "next_attempt_at": None})

    async def succeed(self, noted: Mapping[str, object]) -> None:
        """Note that it was sent."""
        now = self.deployment.clock.now()
        values = {"sent_at": now, "error": None, "next_attempt_at": None, **noted}
        async with self.deployment.database.writing() as session:
            await session.execute(self._noting(values))
            if self.delivery.sent is not None:
                await self.delivery.sent(self.deployment, session, self.row)

    async def note(self, values: Mapping[str, object]) -> None:
        """End the attempt with values of the row."""
        async with self.deployment.database.writing() as session:
            await session.execute(self._noting(values))

    def _noting(self, values: Mapping[str, object]) -> Update:
        model = self.delivery.model
        return update(model).where(model.id == self.row.id).values(claimed_at=None, **values)
