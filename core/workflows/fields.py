"""What a workflow says of itself."""

from sqlalchemy import select
from strawberry import Parent

from core.context import Info
from core.declare import extend
from core.tools.models import ModuleTool
from core.workflows import models
from core.workflows.plan import read_plan
from core.workflows.types import Workflow

NEEDED = ("module", "condition", "input", "tool_id")


@extend(Workflow, needs=NEEDED)
async def broken_because(workflow: Parent[models.Workflow], info: Info) -> str | None:
    """Why the workflow cannot run: its condition, tool or input does not fit what is there now;
    null while it can. A save does not start a workflow whose condition is broken.
    """
    deployment = info.context.deployment
    tool = select(ModuleTool).where(ModuleTool.id == workflow.tool_id)
    rows = await deployment.database.fetch(tool)
    values = {name: getattr(workflow, name) for name in NEEDED[:3]}
    return " ".join(map(str, read_plan(deployment.registry, values, rows[0]))) or None
