"""One PostgreSQL per test run, and a database per test: a clone of a migrated template."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from pathlib import Path

import asyncpg
from anyio.from_thread import BlockingPortal, start_blocking_portal
from sqlalchemy import make_url

from kortisto.embedded import EmbeddedPostgres
from tests.keeping import KEEPER
from tests.migrated import migrate_everything
from tests.recycling import Recycled

GIVEN_SERVER = "KORTISTO_TEST_DATABASE_URL"
RUN_FOLDER = "KORTISTO_TEST_RUN"
PREFIX = "kortisto_test_"
# Cloning a database on a slow disk takes half a second, in memory a fiftieth of one.
MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
ROOM = 2 * 1024**3


def begin_run() -> None:
    """Choose a folder that all workers of this run share through the environment."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        (folder / "server").symlink_to(tempfile.mkdtemp(prefix=PREFIX, dir=MEMORY))
    os.environ[RUN_FOLDER] = str(folder)


def end_run() -> None:
    """Remove what the run leaves, the server of a crashed worker included."""
    folder = Path(os.environ.pop(RUN_FOLDER))
    if os.environ.get(GIVEN_SERVER):
        with open_databases(folder) as databases:
            databases.drop_all()
    elif (folder / "server" / "data").is_dir():
        with embedded_server(folder):
            pass
    shutil.rmtree((folder / "server").resolve(), ignore_errors=True)
    shutil.rmtree(folder)


def embedded_server(run_folder: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(run_folder / "server", durable=False, shelter=run_folder)


@contextmanager
def open_databases(run_folder: Path) -> Iterator["Databases"]:
    """Databases on the given server, or else on the embedded one of this run."""
    given = os.environ.get(GIVEN_SERVER)
    with nullcontext() if given else embedded_server(run_folder) as server:
        url = given or (server.url if server else "")
        with start_blocking_portal() as portal:
            connection = portal.call(asyncpg.connect, dsn(url))
            databases = Databases(portal, connection, url, run_folder.name)
            yield databases
            portal.call(databases.close)


class Databases:
    """Makes and drops databases, for plain tests as well as for asynchronous ones."""

    def __init__(
        self, portal: BlockingPortal, connection: asyncpg.Connection, server_url: str, run: str
    ) -> None:
        self.portal = portal
        self.connection = connection
        self.server_url = make_url(server_url).set(drivername="postgresql+asyncpg")
        self.run = run.lower()
        self.names = (f"{self.run}_{os.getpid()}_{number}" for number in count())
        self.lent: dict[str, Recycled] = {}
        self.free: list[Recycled] = []

    @property
    def template(self) -> str:
        return f"{self.run}_template"

    def url(self, name: str) -> str:
        return self.server_url.set(database=name).render_as_string(hide_password=False)

    def clone(self) -> str:
        """URL of a copy of the template, or of one that looks like new again."""
        recycled = self.free.pop() if self.free else self.portal.call(self._clone)
        self.lent[recycled.url] = recycled
        return recycled.url

    def drop(self, url: str) -> None:
        """Take a database back although connections to it are open."""
        self.portal.call(self._take_back, url)

    async def _clone(self) -> Recycled:
        name = next(self.names)
        sql = f"CREATE DATABASE {name} TEMPLATE {self.template} STRATEGY file_copy"
        await self.connection.execute(sql)
        url = self.url(name)
        return await Recycled.new(url, dsn(url))

    async def _take_back(self, url: str) -> None:
        recycled = self.lent.pop(url, None)
        if recycled and await recycled.clean():
            self.free.append(recycled)
            return
        KEEPER.let_go(url)
        if recycled:
            await recycled.connection.close()
        await self.connection.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    async def close(self) -> None:
        """Close the connections."""
        for recycled in (*self.free, *self.lent.values()):
            await recycled.connection.close()
        await self.connection.close()

    def make_template(self) -> None:
        """Migrate the template, once per run."""
        self.portal.call(self._make_template)

    def drop_all(self) -> None:
        self.portal.call(self._drop_all)

    def execute(self, statement: str) -> None:
        self.portal.call(self.connection.execute, statement)

    async def _make_template(self) -> None:
        await self.connection.execute("SELECT pg_advisory_lock(hashtext($1))", self.run)
        try:
            exists = "SELECT 1 FROM pg_database WHERE datname = $1"
            if not await self.connection.fetchval(exists, self.template):
                await self._migrate_template()
        finally:
            await self.connection.execute("SELECT pg_advisory_unlock(hashtext($1))", self.run)

    async def _migrate_template(self) -> None:
        draft = f"{self.run}_draft"
        await self.connection.execute(f"DROP DATABASE IF EXISTS {draft} WITH (FORCE)")
        await self.connection.execute(f"CREATE DATABASE {draft}")
        await migrate_everything(self.url(draft))
        await self.connection.execute(f"ALTER DATABASE {draft} RENAME TO {self.template}")

    async def _drop_all(self) -> None:
        mine = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)"
        for row in await self.connection.fetch(mine, self.run):
            await self.connection.execute(f'DROP DATABASE "{row["datname"]}" WITH (FORCE)')


def dsn(url: str) -> str:
    """The URL as asyncpg reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
