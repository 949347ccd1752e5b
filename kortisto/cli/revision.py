"""`kortisto revision`."""

from core.deployment import database_of, enabled_plugins
from core.migrating.write import write_revision
from kortisto.cli.output import write
from kortisto.opening import running_database
from kortisto.settings import app_settings


async def revision(plugin: str, message: str) -> None:
    """Write a migration for a plugin, from the difference between its models and the database.

    Read it before you keep it. The database must be up to date.

    Parameters
    ----------
    plugin
        Name of the enabled plugin, or `core`.
    message
        What it does, in a few words: "Add the credit limit".
    """
    settings = app_settings()
    with running_database(settings) as complete:
        database = database_of(complete)
        try:
            path = await write_revision(database, enabled_plugins(settings), plugin, message)
        finally:
            await database.close()
    write(f"wrote {path}" if path else "The tables are as the models say.")
