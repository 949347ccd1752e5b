"""Running jobs by PgQueuer."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import asyncpg
import orjson
import structlog
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as QueuedJob
from pgqueuer.models import Schedule
from pgqueuer.types import QueueExecutionMode

from core.deployment import Deployment
from core.errors import PluginError
from core.jobs.job import Job, RetryLater

log = structlog.stdlib.get_logger("kortisto.jobs")

CONNECTIONS = 5

MOST_CLAIMED = 20
"""Jobs that a worker claims, those that wait for their turn in it among them."""


async def run(
    deployment: Deployment, jobs: Iterable[Job], stop: asyncio.Event | None, *, drain: bool
) -> None:
    """Run jobs as `run_worker` does."""
    url = deployment.database.engine.url.set(drivername="postgresql")
    pool = await asyncpg.create_pool(
        url.render_as_string(hide_password=False), min_size=1, max_size=CONNECTIONS
    )
    settings = deployment.settings
    patience = timedelta(seconds=settings.job_patience_seconds)
    async with pool:
        queue = PgQueuer.from_asyncpg_pool(pool)
        if stop is not None:
            queue.shutdown = queue.qm.shutdown = queue.sm.shutdown = stop
        turns = asyncio.Semaphore(settings.jobs_at_once)
        for job in jobs:
            _add(queue, deployment, job, turns)
        if drain:
            await queue.qm.run(
                mode=QueueExecutionMode.drain,
                dequeue_timeout=timedelta(seconds=0.1),
                max_concurrent_tasks=MOST_CLAIMED,
                heartbeat_timeout=patience,
            )
        else:
            # no notification tells of a worker that died: its jobs are looked for that often
            await queue.run(
                dequeue_timeout=patience,
                max_concurrent_tasks=MOST_CLAIMED,
                heartbeat_timeout=patience,
            )


def _add(queue: PgQueuer, deployment: Deployment, job: Job, turns: asyncio.Semaphore) -> None:
    async def run_queued(queued: QueuedJob) -> None:
        async with turns:
            log.info("job started", job=job.name, number=queued.id)
            try:
                await job.work(deployment, orjson.loads(queued.payload or b"{}"))
            except RetryLater as later:
                raise RetryRequested(later.delay, str(later)) from later

    async def run_scheduled(_: Schedule) -> None:
        log.info("job started by schedule", job=job.name)
        await job.work(deployment, {})

    queue.entrypoint(job.name, on_failure="hold")(run_queued)
    if job.schedule is not None:
        try:
            queue.schedule(job.name, job.schedule)(run_scheduled)
        except ValueError as error:
            raise PluginError(f"The schedule of the job {job.name} is wrong: {error}") from error
