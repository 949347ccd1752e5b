"""Writing a revision for a developer, from the difference between models and database."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.operations.ops import MigrationScript
from alembic.script import Script
from sqlalchemy import Connection, Table
from sqlalchemy.schema import SchemaItem

from core.database import Database
from core.errors import PluginError
from core.migrating.history import History, histories
from core.migrating.revisions import config
from core.models import Base
from core.plugins import Plugin, Plugins


async def write_revision(
    database: Database, plugins: Plugins, plugin: str, message: str
) -> Path | None:
    """Write the revision that makes a plugin's tables what its models say; None if they are so."""
    found = next((history for history in histories(plugins) if history.plugin == plugin), None)
    if found is None:
        raise PluginError(f"The plugin '{plugin}' is not enabled, or registers no migrations.")
    owned = tables_of(next(each for each in plugins if each.name == plugin))
    async with database.reading() as connection:
        return await connection.run_sync(_write, found, owned, message)


def tables_of(plugin: Plugin) -> frozenset[str]:
    """The tables that models of the plugin map; the core's domains share those of `core`."""
    root = getattr(plugin.module, "__name__", "").removesuffix(".tables")
    return frozenset(
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if f"{mapper.class_.__module__}.".startswith(f"{root}.")
        and isinstance(mapper.local_table, Table)
    )


def _write(
    connection: Connection, history: History, owned: frozenset[str], message: str
) -> Path | None:
    how = config(history, connection)
    how.attributes["include_object"] = _among(owned)
    how.attributes["process_revision_directives"] = _without_empty
    made = command.revision(how, message, autogenerate=True, version_path=str(history.folder))
    return Path(made.path) if isinstance(made, Script) else None


def _among(owned: frozenset[str]) -> Callable[..., bool]:
    """What Alembic looks at: of all tables those of the plugin, with all that is in them."""

    def include(
        item: SchemaItem, name: str | None, kind: str, reflected: bool, other: SchemaItem | None
    ) -> bool:
        return kind != "table" or name in owned

    return include


def _without_empty(context: object, revision: object, directives: list[MigrationScript]) -> None:
    if all(script.upgrade_ops is None or script.upgrade_ops.is_empty() for script in directives):
        directives.clear()
