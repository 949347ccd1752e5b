"""The command `kortisto sql-search`."""

import sys

from cyclopts import App

from core.database import connect
from core.deployment import Deployment, OpenDeployment
from plugins.pupesoft_tools.settings import PupesoftToolsSettings
from plugins.pupesoft_tools.sql_search import roles


def add_commands(app: App, open_deployment: OpenDeployment) -> None:
    """Add the commands of SQL search to the command line."""
    own = App(name="sql-search", help="The database roles that SQL searches run as.")
    app.command(own)

    @own.command
    async def prepare(*, admin_url: str | None = None) -> None:
        """Make the database roles of SQL searches; those that there are stay.

        The server makes them itself where its database user may make roles.

        Parameters
        ----------
        admin_url
            Address of this database with a user who may make roles, if that of the server may not.
        """
        async with open_deployment() as deployment:
            made = await _prepare(deployment, admin_url)
        sys.stdout.write("".join(f"made {role}\n" for role in made) or "all roles are there\n")

    @own.command
    async def remove() -> None:
        """Drop the database roles of SQL searches, and their views."""
        async with open_deployment() as deployment:
            dropped = await roles.remove(deployment.database)
        sys.stdout.write("".join(f"dropped {role}\n" for role in dropped) or "there were none\n")


async def _prepare(deployment: Deployment, admin_url: str | None) -> list[str]:
    count = deployment.settings_of(PupesoftToolsSettings).sql_search.at_once
    if admin_url is None:
        return [*await roles.prepare(deployment.database, count)]
    database = connect(admin_url.replace("postgresql://", "postgresql+asyncpg://"), pool_size=1)
    try:
        return [*await roles.prepare(database, count)]
    finally:
        await database.close()
