"""Running jobs beside the server, in one process with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from core.deployment import Deployment
from core.jobs import run_worker

log = structlog.stdlib.get_logger("kortisto.jobs")

PAUSE = 5.0
"""Seconds after which a worker that failed begins again: PostgreSQL may be restarting."""


@asynccontextmanager
async def working(deployment: Deployment) -> AsyncIterator[None]:
    """Run jobs meanwhile; those under way at the end are finished."""
    stop = asyncio.Event()
    worker = asyncio.create_task(_work(deployment, stop))
    try:
        yield
    finally:
        stop.set()
        await worker


async def _work(deployment: Deployment, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await run_worker(deployment, stop)
        except Exception as error:
            log.error("the worker failed and begins again", exc_info=error)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)
