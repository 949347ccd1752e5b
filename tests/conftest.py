import asyncio
import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from core.access import passwords
from tests.api import Api, deployment_on
from tests.database import RUN_FOLDER, Databases, begin_run, end_run, open_databases
from tests.keeping import KEEPER
from tests.plugin_folder import PluginFolder


def is_controller(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    # with all local variables, as is usual, a trace may take a minute
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], renderer])
    # what tests share lives as long as they do: looking for garbage in it takes a tenth of the time
    gc.set_threshold(1_000_000, 50, 100)
    if is_controller(config):
        begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if is_controller(config):
        end_run()
    # pytest looks for garbage five times at the end: what lives by then need not be walked again
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
async def kept(anyio_backend: str) -> AsyncIterator[None]:
    """One event loop for all tests, so that what they connect to may stay open."""
    KEEPER.loop = asyncio.get_running_loop()
    yield
    await KEEPER.close()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords of tests are hashed at the least cost; what a guess costs has a test of its own."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: quick)
        yield


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The server of this run, with its migrated template."""
    with open_databases(Path(os.environ[RUN_FOLDER])) as databases:
        databases.make_template()
        yield databases


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A migrated database for one test alone."""
    url = databases.clone()
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def read_only_database_url(databases: Databases) -> Iterator[str]:
    """A migrated database for all tests of a worker that only read."""
    url = databases.clone()
    name = url.rpartition("/")[2]
    databases.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    yield url
    databases.drop(url)


@pytest.fixture
async def api(database_url: str) -> AsyncIterator[Api]:
    """The API with all plugins on an empty, migrated database."""
    deployment = deployment_on(database_url)
    yield Api(deployment)
    await deployment.close()


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database without any table."""
    name = next(databases.names)
    databases.execute(f"CREATE DATABASE {name}")
    yield databases.url(name)
    databases.drop(databases.url(name))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PluginFolder:
    """An empty folder of plugins."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return PluginFolder(tmp_path)
