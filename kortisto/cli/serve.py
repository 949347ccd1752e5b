"""`kortisto serve`."""

import asyncio
from pathlib import Path

from core.deployment import Deployment, deploy
from core.migrating import migrate
from core.tools.checking import log_broken
from kortisto.cli.output import tell, waiting
from kortisto.cli.welcome import welcome
from kortisto.demo import CUSTOMERS, SignIns, fill, is_empty
from kortisto.logs import configure_logs
from kortisto.memory import calm_down
from kortisto.opening import running_database
from kortisto.serve import answer, ending_by_signal
from kortisto.settings import AppSettings, app_settings
from kortisto.sign_ins import Kept, keep, place, stored_hash, told_again


def serve(
    *,
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
    demo: bool = False,
) -> None:
    """Bring the database up to date and serve the API until Ctrl-C or SIGTERM.

    Parameters
    ----------
    host
        Address to listen at; the setting `host` otherwise.
    port
        TCP port; the setting `port` otherwise. 0 takes any that is free.
    workers
        Processes that answer requests; the setting `workers` otherwise.
    demo
        Fill an empty database with demo data.
    """
    settings = app_settings(host=host, port=port, workers=workers)
    configure_logs(settings.log)
    with ending_by_signal(), running_database(with_jobs(settings)) as complete:
        sign_ins = asyncio.run(prepare(complete, demo=demo))
        answer(complete, lambda address: tell(welcome(address, sign_ins)))


def with_jobs(settings: AppSettings) -> AppSettings:
    """The settings with a decision on whether jobs run here."""
    embedded = settings.database_url is None
    decided = ("on" if embedded else "off") if settings.jobs == "auto" else settings.jobs
    return settings.model_copy(update={"jobs": decided})


async def prepare(settings: AppSettings, *, demo: bool) -> SignIns | None:
    """Migrate, and fill an empty database; the sign-ins of the demo data, if they are known."""
    deployment = deploy(settings)
    try:
        with waiting().status("Migrating ..."):
            await migrate(deployment.database, deployment.plugins)
        await log_broken(deployment)
        return await demo_sign_ins(deployment, place(settings)) if demo else None
    finally:
        await deployment.close()


async def demo_sign_ins(deployment: Deployment, file: Path) -> SignIns | None:
    """Fill an empty database; the sign-ins made now or, if they still hold, at the first start."""
    if not await is_empty(deployment):
        return await told_again(deployment, file)
    from kortisto.cli.progress import rows_progress  # noqa: PLC0415 - needed once in a lifetime

    calm_down()
    with rows_progress() as progress:
        made = await fill(deployment, CUSTOMERS, progress)
    keep(file, Kept(made, await stored_hash(deployment, made)))
    return made
