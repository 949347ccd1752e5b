"""Running the revisions of all plugins, on the connection that is given."""

from alembic import command
from alembic.script import Script
from sqlalchemy import Connection, text

from core.migrating.derived import drop_derived
from core.migrating.errors import MigrationError
from core.migrating.history import History, histories
from core.migrating.revisions import config, still_to_run
from core.migrating.step import Pending
from core.plugins import Plugins

LOCK = 5_617_423_019
"""The advisory lock that lets one process migrate at a time; the number means nothing."""

LOCK_TIMEOUT = "10s"
"""How long a migration waits for a table that others use, before it gives up and undoes itself."""


def pending(connection: Connection | None, plugins: Plugins) -> list[Pending]:
    """The revisions still to run, in order; without a connection, all there are."""
    return [
        _described(history, script)
        for history in histories(plugins)
        for script in still_to_run(history, connection)
    ]


def upgrade(connection: Connection, plugins: Plugins) -> list[Pending]:
    """Run them, and tell which they were."""
    _wait_for_turn(connection)
    done: list[Pending] = []
    for history in histories(plugins):
        for script in still_to_run(history, connection):
            if not done:
                drop_derived(connection)
            _run(connection, history, script)
            done.append(_described(history, script))
    return done


def _wait_for_turn(connection: Connection) -> None:
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))


def _run(connection: Connection, history: History, script: Script) -> None:
    try:
        command.upgrade(config(history, connection), script.revision)
    except Exception as error:
        cause = getattr(error, "orig", None) or f"{type(error).__name__}: {error}"
        raise MigrationError(
            f"The migration {_described(history, script)} failed, and nothing was changed: {cause}"
        ) from error


def _described(history: History, script: Script) -> Pending:
    return Pending(history.plugin, script.revision, script.doc)
