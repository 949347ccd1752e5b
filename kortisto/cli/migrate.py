"""`kortisto migrate`."""

from dataclasses import asdict

from core.database import Database
from core.deployment import database_of, enabled_plugins
from core.migrating import Pending, pending
from core.migrating import migrate as run_migrations
from core.plugins import Plugins
from kortisto.cli.output import waiting, write, write_json
from kortisto.opening import running_database
from kortisto.settings import app_settings


async def migrate(*, dry_run: bool = False, json: bool = False) -> None:
    """Bring the database up to date: the core's tables and those of the enabled plugins.

    All migrations run in one transaction; if one fails, the database is as it was.

    Parameters
    ----------
    dry_run
        Only list what would be run.
    json
        Write a JSON list.
    """
    settings = app_settings()
    plugins = enabled_plugins(settings)
    with running_database(settings) as complete:
        database = database_of(complete)
        try:
            steps = await run(database, plugins, dry_run=dry_run)
        finally:
            await database.close()
    report(steps, dry_run=dry_run, json=json)


async def run(database: Database, plugins: Plugins, *, dry_run: bool) -> list[Pending]:
    if dry_run:
        return await pending(database, plugins)
    with waiting().status("Migrating ..."):
        return await run_migrations(database, plugins)


def report(steps: list[Pending], *, dry_run: bool, json: bool) -> None:
    if json:
        write_json([asdict(step) for step in steps])
        return
    for step in steps:
        write(f"{'would run' if dry_run else 'ran'} {step}")
    if not steps:
        write("The database is up to date.")
