"""Workflows: module tools that run by themselves when records are saved."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.deployment import Deployment
from core.hookspecs import hookimpl
from core.jobs import Job
from core.visibility import Reason
from core.workflows import demo, fields, mutations, queries
from core.workflows.permissions import WorkflowPermission
from core.workflows.running import carry_out
from core.workflows.starting import RUN, start_workflows
from core.workflows.types import Workflow, WorkflowRun
from core.workflows.visibility import REASONS
from core.writing import Change


@hookimpl
def register_types() -> Iterable[type]:
    return [Workflow, WorkflowRun]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        fields.broken_because,
        mutations.workflow_writes,
        mutations.repeat_workflow_run,
    ]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [WorkflowPermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS


@hookimpl
async def after_write(deployment: Deployment, session: AsyncSession, changes: list[Change]) -> None:
    await start_workflows(deployment, session, changes)


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [Job(RUN, carry_out)]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
