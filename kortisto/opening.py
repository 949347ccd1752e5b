"""A deployment for the time of one command."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from pydantic import SecretStr

from core.deployment import Deployment, deploy
from core.migrating import MigrationError, pending
from core.settings import Settings
from kortisto.embedded import database_url
from kortisto.memory import calm_down
from kortisto.settings import app_settings

S = TypeVar("S", bound=Settings)


@contextmanager
def running_database(settings: S) -> Iterator[S]:
    """The settings with the address of a database: the configured one, or the embedded server's."""
    configured = settings.database_url
    given = configured.get_secret_value() if configured else None
    with database_url(given, settings.data_folder) as url:
        yield settings.model_copy(update={"database_url": SecretStr(url)})


@asynccontextmanager
async def open_deployment(settings: Settings | None = None) -> AsyncIterator[Deployment]:
    """A deployment whose database is migrated; MigrationError says what is missing."""
    with running_database(settings or app_settings()) as complete:
        deployment = deploy(complete)
        calm_down()
        try:
            await refuse_unmigrated(deployment)
            yield deployment
        finally:
            await deployment.close()


async def refuse_unmigrated(deployment: Deployment) -> None:
    """Stop before a command meets tables that are not there yet."""
    waiting = await pending(deployment.database, deployment.plugins)
    if waiting:
        raise MigrationError(
            f"{len(waiting)} migrations are to be run, the first is {waiting[0]}. "
            "Run `kortisto migrate`."
        )
