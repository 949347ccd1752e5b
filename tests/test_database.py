import asyncpg
import pytest

from tests.database import dsn


async def test_each_test_has_a_database_of_its_own(database_url: str) -> None:
    connection = await asyncpg.connect(dsn(database_url))
    try:
        await connection.execute("CREATE TABLE mine (id int)")
        assert await connection.fetchval("SELECT count(*) FROM mine") == 0
    finally:
        await connection.close()


async def test_a_table_of_another_test_is_not_there(database_url: str) -> None:
    connection = await asyncpg.connect(dsn(database_url))
    try:
        assert await connection.fetchval("SELECT to_regclass('mine')") is None
    finally:
        await connection.close()


async def test_the_shared_database_refuses_writes(read_only_database_url: str) -> None:
    connection = await asyncpg.connect(dsn(read_only_database_url))
    try:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await connection.execute("CREATE TABLE mine (id int)")
    finally:
        await connection.close()
