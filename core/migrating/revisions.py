"""The revisions of one plugin, as Alembic reads them."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from core.migrating.errors import MigrationError
from core.migrating.history import History


def config(history: History, connection: Connection | None = None) -> Config:
    """What Alembic's commands need."""
    made = Config(attributes={"connection": connection, "version_table": history.version_table})
    made.set_main_option("script_location", _escape(Path(__file__).parent))
    made.set_main_option("version_locations", _escape(history.folder))
    made.set_main_option("path_separator", "newline")
    made.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    return made


def still_to_run(history: History, connection: Connection | None) -> list[Script]:
    """The revisions still to run, oldest first; without a connection, all there are."""
    current = _current(history, connection) if connection else ()
    try:
        scripts = ScriptDirectory.from_config(config(history))
        newest_first = scripts.iterate_revisions(scripts.get_current_head(), current or None)
        return list(newest_first)[::-1]
    except Exception as error:
        raise MigrationError(
            f"The revisions of the plugin '{history.plugin}' do not fit the database, which is at "
            f"{', '.join(current) or 'none'}: {type(error).__name__}: {error}"
        ) from error


def _current(history: History, connection: Connection) -> tuple[str, ...]:
    options = {"version_table": history.version_table}
    return MigrationContext.configure(connection, opts=options).get_current_heads()


def _escape(path: Path) -> str:
    return str(path.absolute()).replace("%", "%%")
