"""The plans that are measured, in a database of their own."""

from pathlib import Path

from sqlalchemy import URL

from benchmarks.database import connected, deployment_on
from core.migrating import migrate

FOLDER = Path(__file__).parent
NAME = "bench_plans"


def statement(name: str) -> str:
    """Hand-written SQL of this folder."""
    return (FOLDER / f"{name}.sql").read_text()


async def filled_plans(server: URL) -> URL:
    """A new database with the plans."""
    url = server.set(database=NAME)
    async with connected(server) as connection:
        await connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {NAME}")
    async with deployment_on(url) as deployment:
        await migrate(deployment.database, deployment.plugins)
    async with connected(url) as connection:
        await connection.execute(statement("fill"))
        await connection.execute("VACUUM (ANALYZE)")
    return url
