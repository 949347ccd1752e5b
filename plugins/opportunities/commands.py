"""The command `kortisto opportunities`."""

import sys
from datetime import date

from cyclopts import App

from core.deployment import OpenDeployment
from plugins.opportunities.snapshots import take_snapshot


def add_commands(app: App, open_deployment: OpenDeployment) -> None:
    """Add the commands of opportunities to the command line."""
    own = App(name="opportunities", help="Work on all opportunities.")
    app.command(own)

    @own.command
    async def snapshot(*, day: date | None = None) -> None:
        """Keep what every opportunity is today, for reports over time; a worker does it daily.

        Done again, it adds only what is missing. Snapshots older than the setting `snapshot_days`
        are removed.

        Parameters
        ----------
        day
            A past day that was missed: it is filled from the history of the opportunities.
        """
        async with open_deployment() as deployment:
            taken = await take_snapshot(deployment, day)
        sys.stdout.write(f"{taken.day}: {taken.added} added, {taken.removed} old ones removed\n")
