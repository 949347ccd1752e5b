"""Bringing the database up to date, all plugins in one transaction."""

from dataclasses import dataclass

from alembic import command
from alembic.script import Script
from sqlalchemy import Connection, text

from core.database import Database
from core.migrating.derived import drop_derived
from core.migrating.history import History, MigrationError, histories
from core.plugins import Plugins

LOCK = 5_617_423_019
"""The advisory lock that lets one process migrate at a time; the number means nothing."""

LOCK_TIMEOUT = "10s"
"""How long a migration waits for a table that others use, before it gives up and undoes itself."""


@dataclass(frozen=True)
class Pending:
    """A revision still to run."""

    plugin: str
    revision: str
    title: str

    def __str__(self) -> str:
        return f"{self.plugin}: {self.revision} {self.title}"


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
    return [
        _described(history, script)
        for history in histories(plugins)
        for script in history.pending(connection)
    ]


def _migrate(connection: Connection, plugins: Plugins) -> list[Pending]:
    _wait_for_turn(connection)
    done: list[Pending] = []
    for history in histories(plugins):
        for script in history.pending(connection):
            if not done:
                drop_derived(connection)
            _upgrade(connection, history, script)
            done.append(_described(history, script))
    return done


def _wait_for_turn(connection: Connection) -> None:
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))


def _upgrade(connection: Connection, history: History, script: Script) -> None:
    try:
        command.upgrade(history.config(connection), script.revision)
    except Exception as error:
        cause = getattr(error, "orig", None) or f"{type(error).__name__}: {error}"
        raise MigrationError(
            f"The migration {_described(history, script)} failed, and nothing was changed: {cause}"
        ) from error


def _described(history: History, script: Script) -> Pending:
    return Pending(history.plugin, script.revision, script.doc)
