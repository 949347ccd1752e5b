"""Putting a job in the queue."""

from datetime import timedelta

import orjson
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from sqlalchemy.ext.asyncio import AsyncSession

from core.jobs.job import Payload


async def enqueue(session: AsyncSession, name: str, payload: Payload | None = None) -> int:
    """Queue a job; it becomes visible to workers when the session's transaction commits.

    The answer is the job's number.
    """
    connection = await session.connection()
    rows = await connection.exec_driver_sql(
        QueryQueueBuilder().build_enqueue_query(),
        ([0], [name], [orjson.dumps(payload or {})], [timedelta(0)], [None], [None]),
    )
    return int(rows.one().id)
