"""The revisions of one plugin."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from core.errors import KortistoError, PluginError
from core.plugins import Plugins


class MigrationError(KortistoError):
    """A migration cannot be run, or failed and was undone; names plugin and revision."""

    code = "MIGRATION"


@dataclass(frozen=True)
class History:
    """The folder of a plugin's revisions."""

    plugin: str
    folder: Path

    @property
    def version_table(self) -> str:
        return f"alembic_version_{self.plugin.replace('.', '_')}"

    def config(self, connection: Connection | None = None) -> Config:
        """What Alembic's commands need."""
        config = Config(attributes={"connection": connection, "version_table": self.version_table})
        config.set_main_option("script_location", _escape(Path(__file__).parent))
        config.set_main_option("version_locations", _escape(self.folder))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
        return config

    def pending(self, connection: Connection | None) -> list[Script]:
        """The revisions still to run, oldest first; without a connection, all there are."""
        current = self._current(connection) if connection else ()
        try:
            scripts = ScriptDirectory.from_config(self.config())
            newest_first = scripts.iterate_revisions(scripts.get_current_head(), current or None)
            return list(newest_first)[::-1]
        except Exception as error:
            raise MigrationError(
                f"The revisions of the plugin '{self.plugin}' do not fit the database, which is at "
                f"{', '.join(current) or 'none'}: {type(error).__name__}: {error}"
            ) from error

    def _current(self, connection: Connection) -> tuple[str, ...]:
        options = {"version_table": self.version_table}
        return MigrationContext.configure(connection, opts=options).get_current_heads()


def histories(plugins: Plugins) -> Iterator[History]:
    """The histories of the plugins that have tables, in the order of dependencies."""
    for plugin, folder in plugins.call("register_migrations"):
        if not Path(folder).is_dir():
            raise PluginError(f"The plugin '{plugin.name}' has no folder {folder} of migrations.")
        yield History(plugin.name, Path(folder))


def _escape(path: Path) -> str:
    return str(path.absolute()).replace("%", "%%")
