"""The data that all contenders read: made once for a number of customers, and kept."""

import hashlib
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
from sqlalchemy import URL, make_url, text

from core.clock import Clock
from core.deployment import Deployment, deploy
from core.migrating import all_revisions, migrate
from core.settings import check, read_settings
from kortisto.cli.progress import rows_progress
from kortisto.demo import SEED, fill
from kortisto.embedded import EmbeddedPostgres
from kortisto.settings import AppSettings

VERSION = 2
"""Grows whenever the same numbers would give other data."""

DENSITY = 8
"""Opportunities per customer, on average."""

UNFILLED = ("finance", "plans")
"""Plugins whose demo data no benchmark reads; those that need some make them."""

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".kortisto" / "bench"
SETTINGS = Path(__file__).with_name("kortisto.toml")
REGISTRATION = Path(__file__).with_name("registration")
"""A folder that, on Python's path, makes the benchmark's plugin known as an installed one is."""


@dataclass(frozen=True)
class FixedClock:
    """A day that never ends, so that the demo data are the same every day."""

    day: date = date(2026, 1, 15)

    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)

    def today(self) -> date:
        return self.day


@contextmanager
def embedded_server() -> Iterator[URL]:
    """The server of the benchmarks; its address names the database that is always there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with EmbeddedPostgres(FOLDER / "postgresql") as server:
        yield make_url(server.url)


async def filled_database(server: URL, customers: int) -> URL:
    """A database with so many customers, made now unless it is there with the same version."""
    url = server.set(database=f"bench_{customers}")
    name = f'"{url.database}"'
    async with deployment_on(url, FixedClock()) as deployment, connected(server) as connection:
        version = version_of(deployment)
        if await comment_on(connection, url) != version:
            await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            await connection.execute(f"CREATE DATABASE {name}")
            await make_rows(deployment, customers)
            await connection.execute(f"COMMENT ON DATABASE {name} IS '{version}'")
    return url


async def make_rows(deployment: Deployment, customers: int) -> None:
    """Make all tables and fill them."""
    await migrate(deployment.database, deployment.plugins)
    chosen = replace(deployment, plugins=deployment.plugins.without(UNFILLED))
    with rows_progress() as progress:
        await fill(chosen, customers, progress, density=DENSITY)
    async with deployment.database.reading() as connection:
        await connection.execute(text("SET statement_timeout = 0"))
        await connection.execute(text("VACUUM (ANALYZE)"))


def version_of(deployment: Deployment) -> str:
    """Differs for data of another shape."""
    parts = (VERSION, SEED, DENSITY, *all_revisions(deployment.plugins))
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


async def comment_on(connection: asyncpg.Connection, url: URL) -> str | None:
    """The comment on a database; None if it has none or is not there."""
    found: str | None = await connection.fetchval(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1",
        url.database,
    )
    return found


@asynccontextmanager
async def deployment_on(
    url: URL, clock: Clock | None = None, plugins: Sequence[str] | None = None
) -> AsyncIterator[Deployment]:
    """The deployment that is measured, in this process; `plugins` in place of those it has."""
    if str(REGISTRATION) not in sys.path:
        sys.path.append(str(REGISTRATION))
    settings = read_settings(AppSettings, SETTINGS)
    chosen = settings.model_dump() | {"database_url": plain(url, "postgresql+asyncpg")}
    if plugins is not None:
        chosen["plugins"] = {"enabled": plugins}
    deployment = deploy(check(AppSettings, chosen), clock=clock)
    try:
        yield deployment
    finally:
        await deployment.close()


@asynccontextmanager
async def connected(url: URL) -> AsyncIterator[asyncpg.Connection]:
    """A connection outside SQLAlchemy."""
    connection = await asyncpg.connect(plain(url))
    try:
        yield connection
    finally:
        await connection.close()


def plain(url: URL, driver: str = "postgresql") -> str:
    """The address as text, password included."""
    return url.set(drivername=driver).render_as_string(hide_password=False)
