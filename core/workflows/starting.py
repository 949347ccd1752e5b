"""Starting workflows: runs queued in the transaction that saves a record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import ColumnElement, Row, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.declare import Entity
from core.ids import encode
from core.jobs import enqueue_all
from core.reading.filters import filtered
from core.reading.rows import keys_parameter
from core.viewer import Viewer
from core.workflows.causes import cause_of
from core.workflows.enums import WorkflowTrigger
from core.workflows.models import Workflow, WorkflowRun
from core.workflows.plan import read_condition
from core.writing.change import Action, Change

if TYPE_CHECKING:
    from core.deployment import Deployment

log = structlog.stdlib.get_logger("kortisto.workflows")

RUN = "workflows.run"
"""The job that carries out a run."""

SAVES = frozenset({Action.CREATE, Action.UPDATE, Action.RESTORE})


@dataclass(frozen=True)
class Start:
    """A workflow and a record whose save starts it."""

    workflow: Row[Any]
    entity: Entity
    change: Change


async def start_workflows(
    deployment: "Deployment", session: AsyncSession, changes: Sequence[Change]
) -> None:
    """Queue a run for each workflow that the changes start.

    Three statements and one for each module, whatever the number of changes; one if the modules
    have no workflows.
    """
    saved = by_module(deployment, changes)
    if not saved:
        return
    starts: list[Start] = []
    for module, workflows in (await _active(session, saved)).items():
        entity = deployment.registry.entity(module)
        starts += await _held(deployment, session, entity, workflows, saved[module])
    runs = await _queued(deployment, session, starts) if starts else []
    await enqueue_all(session, RUN, [{"run": run} for run in runs])


def by_module(
    deployment: "Deployment", changes: Iterable[Change]
) -> Mapping[str, Mapping[int, Change]]:
    """The saved records of modules, by their keys."""
    found: dict[str, dict[int, Change]] = defaultdict(dict)
    for change in changes:
        entity = deployment.registry.entities.get(change.entity)
        if change.action in SAVES and entity is not None and entity.is_node:
            found[change.entity][change.key] = change
    return found


async def _active(
    session: AsyncSession, modules: Iterable[str]
) -> Mapping[str, Sequence[Row[Any]]]:
    """The active workflows of modules, by module."""
    table: Any = Workflow.__table__
    statement = select(table).where(
        table.c.module.in_(sorted(modules)), table.c.active, table.c.archived_at.is_(None)
    )
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in await session.execute(statement.order_by(table.c.id)):
        found[row.module].append(row)
    return found


async def _held(
    deployment: "Deployment",
    session: AsyncSession,
    entity: Entity,
    workflows: Sequence[Row[Any]],
    saved: Mapping[int, Change],
) -> Sequence[Start]:
    """The workflows whose conditions hold, each with its record."""
    row: Any = aliased(entity.model)
    asked = [_holds(deployment, entity, workflow, row) for workflow in workflows]
    labelled = [c.label(f"w{n}") for n, c in enumerate(asked)]
    statement = select(row.id, *labelled).where(row.id == keys_parameter(saved))
    try:
        async with session.begin_nested():
            rows = (await session.execute(statement)).all()
    except DBAPIError as error:
        # somebody's save must not fail for a condition
        log.error("conditions of workflows failed", module=entity.name, exc_info=error)
        return []
    return [
        Start(workflow, entity, saved[r[0]])
        for r in sorted(rows, key=lambda r: int(r[0]))
        for workflow, holds in zip(workflows, r[1:], strict=True)
        if holds and _starts(workflow, saved[r[0]])
    ]


def _holds(
    deployment: "Deployment", entity: Entity, workflow: Row[Any], row: Any
) -> ColumnElement[bool]:
    registry = deployment.registry
    where, problems = read_condition(registry, entity.name, workflow.condition)
    if problems:
        told = " ".join(map(str, problems))
        log.warning("a workflow is broken", workflow=workflow.id, reason=told)
        return literal(False)
    everything = Viewer(0, frozenset(registry.permissions))
    return func.coalesce(filtered(registry, entity, row, everything, where or {}), False)


def _starts(workflow: Row[Any], change: Change) -> bool:
    return workflow.trigger is not WorkflowTrigger.FIRST_SAVE or change.action is Action.CREATE


async def _queued(
    deployment: "Deployment", session: AsyncSession, starts: Sequence[Start]
) -> Sequence[int]:
    """Log the runs; the keys of those to be carried out. A second run of a workflow that runs once
    per record is not made.
    """
    now = deployment.clock.now()
    cause = cause_of(session)
    depth = cause.depth + 1 if cause else 1
    ends = depth > deployment.settings.workflow_depth
    common = {
        "cause_id": cause.run_id if cause else None,
        "depth": depth,
        "queued_at": now,
        "finished_at": now if ends else None,
        "error": _too_deep(depth) if ends else None,
    }
    made = insert(WorkflowRun).on_conflict_do_nothing().returning(WorkflowRun.id)
    rows = [{**_values(start), **common} for start in starts]
    runs = sorted(await session.scalars(made, rows))
    return [] if ends else runs


def _values(start: Start) -> dict[str, object]:
    return {
        "workflow_id": start.workflow.id,
        "tool_id": start.workflow.tool_id,
        "record_key": start.change.key,
        "record_id": encode(start.entity.prefix, start.change.key),
        "customer_id": start.change.customer_id,
        "once": start.workflow.trigger is WorkflowTrigger.FIRST_TIME,
    }


def _too_deep(depth: int) -> str:
    return (
        f"Not run: {depth - 1} runs of workflows caused each other up to here. Change the "
        "conditions so that a run does not start the next one, or raise 'workflow_depth'."
    )
