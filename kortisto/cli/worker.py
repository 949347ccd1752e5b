"""`kortisto worker`."""

import asyncio
import signal

from core.jobs import run_worker
from core.tools.checking import log_broken
from kortisto.logs import configure_logs
from kortisto.opening import open_deployment
from kortisto.settings import app_settings


async def worker() -> None:
    """Run background jobs until interrupted; jobs under way are finished first."""
    settings = app_settings()
    configure_logs(settings.log)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with open_deployment(settings) as deployment:
        await log_broken(deployment)
        await run_worker(deployment, stop)
