"""Background jobs: queued in the transaction that asks for them, or run by a schedule."""

from pathlib import Path

from core.hookspecs import hookimpl
from core.jobs.job import Job, RetryLater
from core.jobs.queue import enqueue, enqueue_all
from core.jobs.worker import run_worker

__all__ = ["Job", "RetryLater", "enqueue", "enqueue_all", "run_worker"]


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")
