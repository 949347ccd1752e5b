"""Background jobs: queued in the transaction that asks for them, or run by a schedule."""

from pathlib import Path

from core.hookspecs import hookimpl
from core.jobs.job import Job
from core.jobs.queue import enqueue
from core.jobs.worker import run_worker

__all__ = ["Job", "enqueue", "run_worker"]


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")
