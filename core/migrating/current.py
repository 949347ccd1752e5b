"""Whether a database is up to date, found out without Alembic."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, column, literal, select, table, text, union_all

from core.migrating.history import histories
from core.plugins import Plugins

EXISTING = text("SELECT count(to_regclass(name)) FROM unnest(CAST(:names AS text[])) AS name")


def is_current(connection: Connection, plugins: Plugins) -> bool:
    """Whether every plugin is at its last revision; False also where only Alembic can tell."""
    heads = {history.version_table: history.head() for history in histories(plugins)}
    there = connection.scalar(EXISTING, {"names": list(heads)})
    return there == len(heads) and _versions(connection, heads) == heads


def _versions(connection: Connection, tables: Mapping[str, object]) -> Mapping[str, str]:
    """What the version tables hold."""
    version: ColumnElement[str] = column("version_num")
    each = [select(literal(name), version).select_from(table(name)) for name in tables]
    return {row[0]: row[1] for row in connection.execute(union_all(*each))}
