"""Bringing the database up to date, all plugins in one transaction."""

from sqlalchemy import Connection

from core.database import Database
from core.migrating.current import is_current
from core.migrating.step import Pending
from core.plugins import Plugins


async def pending(database: Database, plugins: Plugins) -> list[Pending]:
    """The revisions that `migrate` would run, in order. Changes nothing."""
    async with database.reading() as connection:
        return await connection.run_sync(_pending, plugins)


def all_revisions(plugins: Plugins) -> list[Pending]:
    """What `migrate` would run on an empty database, in order."""
    return _pending(None, plugins)


async def migrate(database: Database, plugins: Plugins) -> list[Pending]:
    """Run all revisions still to run, and tell which; MigrationError leaves all as it was."""
    async with database.engine.begin() as connection:
        return await connection.run_sync(_migrate, plugins)


def _pending(connection: Connection | None, plugins: Plugins) -> list[Pending]:
    if connection is not None and is_current(connection, plugins):
        return []
    from core.migrating.upgrading import pending  # noqa: PLC0415 - Alembic takes ten megabytes

    return pending(connection, plugins)


def _migrate(connection: Connection, plugins: Plugins) -> list[Pending]:
    if is_current(connection, plugins):
        return []
    from core.migrating.upgrading import upgrade  # noqa: PLC0415 - as above

    return upgrade(connection, plugins)
