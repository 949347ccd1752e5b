"""The responsibilities that are measured, in a database of their own."""

from pathlib import Path

from sqlalchemy import URL

from benchmarks.database import connected, deployment_on
from core.migrating import migrate
from kortisto.staff import create_api_token

FOLDER = Path(__file__).parent
NAME = "bench_groups"
PLUGINS = ("groups",)
RIGHTS = (
    *("customers:read", "customers:read_all", "employees:read", "keywords:read", "groups:read"),
    *("responsibilities:read", "responsibilities:write"),
)
DAYS = 2


async def filled_groups(server: URL) -> URL:
    """A new database with the customers and those who are responsible."""
    url = server.set(database=NAME)
    async with connected(server) as connection:
        await connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {NAME}")
    async with deployment_on(url, plugins=PLUGINS) as deployment:
        await migrate(deployment.database, deployment.plugins)
    async with connected(url) as connection:
        await connection.execute((FOLDER / "fill.sql").read_text())
        await connection.execute("VACUUM (ANALYZE)")
    return url


async def make_token(url: URL) -> str:
    """A token of somebody who sees all customers and may say who is responsible."""
    async with deployment_on(url, plugins=PLUGINS) as deployment:
        return await create_api_token(deployment, "e1@example.com", RIGHTS, "bench", DAYS)
