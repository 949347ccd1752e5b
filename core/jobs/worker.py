"""Running jobs."""

import asyncio
from collections.abc import Iterable

from core.deployment import Deployment
from core.errors import PluginError
from core.jobs.job import Job


async def run_worker(
    deployment: Deployment, stop: asyncio.Event | None = None, *, drain: bool = False
) -> None:
    """Run queued and scheduled jobs until `stop` is set; jobs under way are finished.

    With `drain`, end when the queue is empty; schedules are not looked at then.
    """
    from core.jobs.running import run  # noqa: PLC0415 - PgQueuer takes three megabytes

    await run(deployment, all_jobs(deployment), stop, drain=drain)


def all_jobs(deployment: Deployment) -> Iterable[Job]:
    """The jobs of all plugins; PluginError if two have the same name."""
    found: dict[str, tuple[str, Job]] = {}
    for plugin, job in deployment.plugins.collect("register_jobs"):
        other, _ = found.setdefault(job.name, (plugin.name, job))
        if found[job.name][1] is not job:
            raise PluginError(f"The job {job.name} comes from both '{other}' and '{plugin.name}'.")
    return [job for _, job in found.values()]
