import asyncio
import re
import sys
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from core.database import Database, connect
from core.errors import PluginError
from core.migrating import MigrationError, all_revisions, migrate, pending
from core.migrating.derived import DERIVED
from core.plugins import Plugins
from tests.plugin_folder import PluginFolder


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    database = connect(empty_database_url)
    yield database
    await database.close()


async def tables(database: Database) -> set[str]:
    rows = await database.fetch(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    return {row.tablename for row in rows}


def of_plugins(plugins: Plugins) -> list[str]:
    return [step.revision for step in all_revisions(plugins) if not step.plugin.startswith("core")]


async def test_plugins_are_migrated_in_the_order_of_dependencies(
    folder: PluginFolder, database: Database
) -> None:
    folder.write_with_migrations(
        "a", "CREATE TABLE a (id int REFERENCES b (id))", depends_on='("b",)'
    )
    folder.write_with_migrations("b", "CREATE TABLE b (id int PRIMARY KEY)")
    plugins = folder.load(["a", "b"])
    assert await pending(database, plugins) == all_revisions(plugins)
    assert await migrate(database, plugins) == all_revisions(plugins)
    assert {"a", "b", "alembic_version_a", "alembic_version_b"} <= await tables(database)
    assert await pending(database, plugins) == []
    assert await migrate(database, plugins) == []


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    folder: PluginFolder, database: Database
) -> None:
    folder.write_with_migrations("a", "CREATE TABLE a (id int)")
    folder.write_revision("a", 2, "CREATE TABLE a2 (id int)", "SELECT 1/0")
    with pytest.raises(MigrationError, match=r"a: a_2 Revision 2\. failed.*division by zero"):
        await migrate(database, folder.load(["a"]))
    assert await tables(database) == set()


async def test_a_disabled_plugin_keeps_its_tables_and_stops_nobody(
    folder: PluginFolder, database: Database
) -> None:
    folder.write_with_migrations("a", "CREATE TABLE a (id int)")
    folder.write_with_migrations("b", "CREATE TABLE b (id int)")
    await migrate(database, folder.load(["a"]))
    assert [step.plugin for step in await migrate(database, folder.load(["b"]))] == ["b"]
    folder.write_revision("a", 2, "ALTER TABLE a ADD name text")
    steps = await migrate(database, folder.load(["a", "b"]))
    assert [step.revision for step in steps] == ["a_2"]
    assert {"a", "b"} <= await tables(database)


async def test_processes_that_migrate_at_once_wait_for_each_other(
    folder: PluginFolder, database: Database
) -> None:
    folder.write_with_migrations("a", "CREATE TABLE a (id int)", "SELECT pg_sleep(0.2)")
    plugins = folder.load(["a"])
    done = await asyncio.gather(*(migrate(database, plugins) for _ in range(3)))
    assert sorted(len(steps) for steps in done) == [0, 0, len(all_revisions(plugins))]


async def test_a_database_of_a_newer_program_is_not_touched(
    folder: PluginFolder, database: Database
) -> None:
    folder.write_with_migrations("a", "CREATE TABLE a (id int)")
    await migrate(database, folder.load(["a"]))
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version_a SET version_num = 'a_99'"))
    with pytest.raises(MigrationError, match=r"plugin 'a'.*a_99"):
        await pending(database, folder.load(["a"]))


async def test_a_database_that_is_up_to_date_needs_no_alembic(
    folder: PluginFolder, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_with_migrations("a", "CREATE TABLE a (id int)")
    folder.write_revision("a", 2, "CREATE TABLE a2 (id int)")
    plugins = folder.load(["a"])
    await migrate(database, plugins)
    monkeypatch.setitem(sys.modules, "core.migrating.upgrading", None)
    assert await pending(database, plugins) == await migrate(database, plugins) == []
    folder.write_revision("a", 3, "CREATE TABLE a3 (id int)")
    with pytest.raises(ImportError):
        await pending(database, plugins)


@pytest.mark.parametrize("said", ['revision: str = "a_" "1"', "revision = 'a_1'"])
async def test_revisions_may_be_written_in_any_way(
    folder: PluginFolder, database: Database, said: str
) -> None:
    folder.write_with_migrations("a", "CREATE TABLE a (id int)")
    [file] = (folder.path / "a_migrations").glob("a_1*.py")
    file.write_text(re.sub("^revision.*$", said, file.read_text(), flags=re.MULTILINE))
    plugins = folder.load(["a"])
    assert of_plugins(plugins) == ["a_1"]
    await migrate(database, plugins)
    assert await pending(database, plugins) == []


async def test_a_revision_that_is_no_python_is_named_with_its_plugin(
    folder: PluginFolder, database: Database
) -> None:
    folder.write_with_migrations("a", "CREATE TABLE a (id int)")
    (folder.path / "a_migrations" / "a_2.py").write_text("1 +")
    with pytest.raises(MigrationError, match=r"plugin 'a'.*SyntaxError"):
        await migrate(database, folder.load(["a"]))
    assert await tables(database) == set()


async def test_a_plugin_without_its_folder_is_refused(
    folder: PluginFolder, database: Database
) -> None:
    folder.write(
        "a",
        "from pathlib import Path\n@hookimpl\ndef register_migrations(): return Path('/nowhere')",
    )
    with pytest.raises(PluginError, match=r"'a'.*/nowhere"):
        await migrate(database, folder.load(["a"]))


def test_revisions_are_listed_without_a_database(folder: PluginFolder) -> None:
    folder.write_with_migrations("a", "SELECT 1")
    folder.write_revision("a", 2, "SELECT 2")
    assert of_plugins(folder.load(["a"])) == ["a_1", "a_2"]


async def test_what_can_be_made_again_is_dropped_before_tables_change(
    folder: PluginFolder, database: Database
) -> None:
    folder.write_with_migrations("a", "CREATE TABLE a (id int, old text)")
    await migrate(database, folder.load(["a"]))
    async with database.engine.begin() as connection:
        for name, comment in (("made", f"{DERIVED}x"), ("own", "Of somebody")):
            await connection.execute(text(f'CREATE SCHEMA "{name}"'))
            await connection.execute(text(f"COMMENT ON SCHEMA \"{name}\" IS '{comment}'"))
        await connection.execute(text('CREATE VIEW "made"."a" AS SELECT old FROM a'))
    await migrate(database, folder.load(["a"]))
    schemas = text("SELECT nspname FROM pg_namespace WHERE nspname IN ('made', 'own')")
    assert {row[0] for row in await database.fetch(schemas)} == {"made", "own"}
    folder.write_revision("a", 2, "ALTER TABLE a DROP COLUMN old")
    await migrate(database, folder.load(["a"]))
    assert {row[0] for row in await database.fetch(schemas)} == {"own"}
