"""Putting jobs in the queue."""

from collections.abc import Sequence
from datetime import timedelta

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from core.jobs.job import Payload

AT_ONCE = timedelta(0)


async def enqueue(
    session: AsyncSession,
    name: str,
    payload: Payload | None = None,
    *,
    after: timedelta = AT_ONCE,
) -> int:
    """Queue a job; it becomes visible to workers when the session's transaction commits, and is
    not begun before `after`. The answer is the job's number.
    """
    (number,) = await enqueue_all(session, name, [payload or {}], after=after)
    return number


async def enqueue_all(
    session: AsyncSession, name: str, payloads: Sequence[Payload], *, after: timedelta = AT_ONCE
) -> Sequence[int]:
    """Queue a job for each payload, by one statement; their numbers."""
    if not payloads:
        return []
    from pgqueuer.adapters.persistence.qb import (  # noqa: PLC0415 - it takes three megabytes
        QueryQueueBuilder,
    )

    count = len(payloads)
    none: list[None] = [None] * count
    connection = await session.connection()
    rows = await connection.exec_driver_sql(
        QueryQueueBuilder().build_enqueue_query(),
        ([0] * count, [name] * count, [*map(orjson.dumps, payloads)], [after] * count, none, none),
    )
    return [int(row.id) for row in rows]
