"""Writing a revision for a developer, from the difference between models and database."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.script import Script
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from core.database import Database
from core.errors import PluginError
from core.migrating.history import History, histories
from core.models import Base
from core.plugins import Plugins


async def write_revision(
    database: Database, plugins: Plugins, plugin: str, message: str
) -> Path | None:
    """Write the revision that makes a plugin's tables what its models say; None if they are so."""
    found = next((history for history in histories(plugins) if history.plugin == plugin), None)
    if found is None:
        raise PluginError(f"The plugin '{plugin}' is not enabled, or registers no migrations.")
    async with database.reading() as connection:
        return await connection.run_sync(_write, found, message)


def _write(connection: Connection, history: History, message: str) -> Path | None:
    config = history.config(connection)
    config.attributes["include_object"] = _owned_by(history.plugin)
    made = command.revision(config, message, autogenerate=True, version_path=str(history.folder))
    return Path(made.path) if isinstance(made, Script) else None


def _owned_by(plugin: str) -> Callable[..., bool]:
    """Whether Alembic looks at an object: only at tables that models of the plugin map."""
    root = "core." if plugin == "core" else f"plugins.{plugin}"
    owned = {
        table.name
        for mapper in Base.registry.mappers
        for table in mapper.tables
        if mapper.class_.__module__.startswith(root)
    }

    def include(
        item: SchemaItem, name: str | None, kind: str, reflected: bool, other: SchemaItem | None
    ) -> bool:
        return kind != "table" or name in owned

    return include
