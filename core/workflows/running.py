"""Carrying out a run: the tool's writes and the end of the run in one transaction."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.rights import viewer_as
from core.errors import KortistoError
from core.jobs import RetryLater
from core.jobs.job import Payload
from core.tools.finding import wanted
from core.tools.loading import load_tool
from core.tools.running import ToolRun, require_rights
from core.viewer import Viewer
from core.workflows.causes import CAUSE, Cause
from core.workflows.models import Workflow, WorkflowRun
from core.writing.retrying import retried
from core.writing.writing import transaction

if TYPE_CHECKING:
    from core.deployment import Deployment

log = structlog.stdlib.get_logger("kortisto.workflows")

VIA = "workflow"
"""How somebody came in for whom a workflow runs."""

UNEXPECTED = "The tool failed unexpectedly, and nothing was written: see the log."

PAUSE = timedelta(seconds=10)
"""After which a run is tried again that lost its connection."""


async def carry_out(deployment: "Deployment", payload: Payload) -> None:
    """Carry out the run that a job is told of, unless it has ended already.

    The tool's writes and the end of the run are committed together: a worker that dies leaves
    neither, and the job's next worker begins anew.
    """
    key = int(payload["run"])
    try:
        await retried(lambda: _carried_out(deployment, key))
    except Exception as error:
        if _connection_lost(error):
            raise RetryLater(PAUSE, "The connection to PostgreSQL was lost.") from error
        log.error("a run of a workflow failed", run=key, exc_info=error)
        async with deployment.database.writing() as session:
            await _end(session, key, deployment.clock.now(), UNEXPECTED)


def _connection_lost(error: Exception) -> bool:
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    return isinstance(error, ConnectionError)


async def _carried_out(deployment: "Deployment", key: int) -> None:
    run = (await deployment.database.fetch(_of(key)))[0]
    try:
        viewer, tool = await _prepared(deployment, run)
    except KortistoError as error:
        async with deployment.database.writing() as session:
            await _end(session, key, deployment.clock.now(), error.message)
        return
    async with transaction(deployment, viewer) as writing:
        # another worker may carry it out, or have done so
        if not await writing.session.scalar(_unfinished(key)):
            return
        started = deployment.clock.now()
        (result,) = await tool.within(writing, wanted(tool.ready.module.entity, [run.record_id]))
        told = " ".join(e.message for e in result.errors) or None
        await _end(writing.session, key, deployment.clock.now(), told, started)


async def _prepared(deployment: "Deployment", run: Any) -> tuple[Viewer, ToolRun]:
    """Who runs what; a KortistoError says why it cannot be."""
    viewer = await viewer_as(deployment, run.run_as_id, VIA)
    if viewer is None:
        raise KortistoError("The employee it runs as may not come in any more.")
    tool = await load_tool(deployment, run.tool_id)
    asked, errors = tool.run(run.input)
    if asked is None:
        raise KortistoError(" ".join(e.message for e in errors))
    require_rights(asked.ready, viewer)
    info = {CAUSE: Cause(run.id, run.depth)}
    return viewer, ToolRun(asked.tool_id, asked.ready, asked.input, info)


def _of(key: int) -> Any:
    return (
        select(
            WorkflowRun.id,
            WorkflowRun.depth,
            WorkflowRun.record_id,
            WorkflowRun.tool_id,
            Workflow.run_as_id,
            Workflow.input,
        )
        .join(Workflow, Workflow.id == WorkflowRun.workflow_id)
        .where(WorkflowRun.id == key)
    )


def _unfinished(key: int) -> Any:
    run = select(WorkflowRun.id).where(WorkflowRun.id == key, WorkflowRun.finished_at.is_(None))
    return run.with_for_update()


async def _end(
    session: AsyncSession,
    key: int,
    now: datetime,
    error: str | None,
    started: datetime | None = None,
) -> None:
    ended = update(WorkflowRun).where(WorkflowRun.id == key, WorkflowRun.finished_at.is_(None))
    values = {"started_at": started or now, "finished_at": now, "error": error}
    await session.execute(ended.values(**values))
