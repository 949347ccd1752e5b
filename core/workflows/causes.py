"""Which run of a workflow writes in a session, so that chains of runs come to an end."""

from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

CAUSE = "workflow_run"


class Cause(NamedTuple):
    """A run, and how many runs caused each other up to it."""

    run_id: int
    depth: int


def cause_of(session: AsyncSession) -> Cause | None:
    """The run that writes in a session, None if it is somebody else."""
    found: Cause | None = session.info.get(CAUSE)
    return found
