"""Writing workflows, and repeating runs that failed."""

from typing import Annotated, Any, cast

import strawberry
from sqlalchemy import update
from strawberry import Parent

from core.context import Info
from core.declare import extend
from core.ids import decode_as
from core.jobs import enqueue
from core.reading import load
from core.roots import Mutation
from core.workflows.models import WorkflowRun as Run
from core.workflows.permissions import WorkflowPermission
from core.workflows.rules import WorkflowRules
from core.workflows.starting import RUN
from core.workflows.types import Workflow, WorkflowRun
from core.writing import Code, UserError, writes

workflow_writes = writes(
    Workflow,
    inputs=("name", "module", "trigger", "condition", "tool", "input", "run_as", "active"),
    create=WorkflowPermission.MANAGE,
    update=WorkflowPermission.MANAGE,
    archive=WorkflowPermission.MANAGE,
    rules=WorkflowRules,
    natural_keys=("name",),
)


@strawberry.input(description="A run that failed.")
class RepeatWorkflowRunInput:
    id: strawberry.ID = strawberry.field(description="Id of the run.")


async def _run(payload: Parent[Any], info: Info) -> WorkflowRun | None:
    found = payload.key and await load(info, "WorkflowRun", payload.key)
    return cast(WorkflowRun | None, found)


@strawberry.type(description="The answer to `repeatWorkflowRun`.")
class RepeatWorkflowRunPayload:
    workflow_run: WorkflowRun | None = strawberry.field(
        resolver=_run, description="The run, queued again; null with errors."
    )
    key: strawberry.Private[int | None] = None
    user_errors: list[UserError] = strawberry.field(
        description="NOT_FOUND: there is no such run, or it did not fail."
    )


@extend(Mutation, permission=WorkflowPermission.MANAGE)
async def repeat_workflow_run(
    info: Info,
    input: Annotated[RepeatWorkflowRunInput, strawberry.argument(description="Which run.")],
) -> RepeatWorkflowRunPayload | None:
    """Queue a run that failed once more, with the workflow and the tool as they are now."""
    context = info.context
    viewer, key = context.require(), decode_as("workflow_run", input.id)
    async with context.deployment.database.writing(viewer) as session:
        failed = Run.id == key, Run.error.is_not(None)
        again = update(Run).where(*failed).values(error=None, started_at=None, finished_at=None)
        if await session.scalar(again.returning(Run.id)) is None:
            return RepeatWorkflowRunPayload(user_errors=[_not_failed()])
        await enqueue(session, RUN, {"run": key})
    context.loaders.clear()
    return RepeatWorkflowRunPayload(key=key, user_errors=[])


def _not_failed() -> UserError:
    text = "'id' names no run that failed: only such a run can be repeated."
    return UserError(code=Code.NOT_FOUND.value, message=text, path=["input", "id"])
