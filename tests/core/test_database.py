import pytest
from sqlalchemy import select, text

from core import prepared
from core.database import Database, connect
from core.errors import TooSlow
from core.reader import Unfit
from tests.database import Databases
from tests.recycling import CLEANER

END_ALL = f"""
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = '{{name}}' AND application_name <> '{CLEANER}'
"""


async def test_a_read_survives_the_loss_of_every_connection(
    databases: Databases, database_url: str
) -> None:
    database = connect(database_url, pool_size=3)
    for _ in range(3):
        assert (await database.fetch(select(1)))[0][0] == 1
        databases.execute(END_ALL.format(name=database_url.rpartition("/")[2]))
    await database.close()


async def test_a_compiled_read_survives_the_loss_of_every_connection(
    databases: Databases, database_url: str
) -> None:
    database = connect(database_url, pool_size=3)
    for _ in range(3):
        assert await database.reader.document("SELECT $1::bytea", [b"there"]) == b"there"
        databases.execute(END_ALL.format(name=database_url.rpartition("/")[2]))
    await database.close()


async def test_a_compiled_read_tells_a_value_that_does_not_fit(database_url: str) -> None:
    database = connect(database_url, pool_size=1)
    for sql, arguments in (("SELECT $1::int", [2**40]), ("SELECT 1 / 0", [])):
        with pytest.raises(Unfit):
            await database.reader.document(sql, arguments)
    await database.close()


async def test_a_read_is_prepared_anew_when_a_migration_changes_what_it_gives(
    database_url: str,
) -> None:
    database = connect(database_url, pool_size=1)
    await change(database, "CREATE TABLE changing AS SELECT 1 AS a")
    for read in (database.reader.rows, database.reader.once):
        before = await read("SELECT * FROM changing", [])
        await change(database, "ALTER TABLE changing ADD b int")
        after = await read("SELECT * FROM changing", [])
        assert len(after[0]) == len(before[0]) + 1
        await change(database, "ALTER TABLE changing DROP b")
    await database.close()


async def change(database: Database, statement: str) -> None:
    async with database.writing() as session:
        await session.execute(text(statement))


async def test_a_connection_keeps_so_many_statements_prepared(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "MOST", 3)
    database = connect(database_url, pool_size=1)
    for number in range(10):
        assert await database.reader.rows(f"SELECT {number}", []) == [(number,)]
    kept = "SELECT count(*) FROM pg_prepared_statements WHERE name NOT LIKE 'count%'"
    assert (await database.reader.rows(kept, []))[0][0] <= 4
    await database.close()


async def test_a_compiled_read_that_takes_too_long_is_cancelled(database_url: str) -> None:
    database = connect(database_url, pool_size=1, statement_timeout_ms=50)
    with pytest.raises(TooSlow):
        await database.reader.document("SELECT pg_sleep(20)", [])
    assert await database.reader.document("SELECT 'there'::bytea", []) == b"there"
    await database.close()


async def test_a_write_after_a_loss_succeeds(databases: Databases, database_url: str) -> None:
    database = connect(database_url, pool_size=1)
    async with database.writing() as session:
        await session.execute(text("SELECT 1"))
    databases.execute(END_ALL.format(name=database_url.rpartition("/")[2]))
    async with database.writing() as session:
        assert await session.scalar(text("SELECT 2")) == 2
    await database.close()
