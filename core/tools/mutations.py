"""Making module tools, and running them."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from core.context import Info
from core.declare import extend
from core.ids import decode_as
from core.roots import Mutation
from core.scalars import JSON
from core.tools.loading import load_tool
from core.tools.outputs import RunModuleToolPayload, ToolResult
from core.tools.permissions import ToolPermission
from core.tools.rules import ModuleToolRules
from core.tools.types import ModuleTool
from core.writing import Code, UserError, writes

tool_writes = writes(
    ModuleTool,
    inputs=(
        "module",
        "kind",
        "labels",
        "icon",
        "position",
        "config",
        "visible_if",
        "run_if",
        "active",
    ),
    create=ToolPermission.MANAGE,
    update=ToolPermission.MANAGE,
    archive=ToolPermission.MANAGE,
    rules=ModuleToolRules,
    natural_keys=("kind",),
)


@extend(Mutation, permission=ToolPermission.USE)
async def run_module_tool(
    info: Info,
    tool_id: Annotated[strawberry.ID, strawberry.argument(description="Id of a module tool.")],
    ids: Annotated[
        list[strawberry.ID],
        strawberry.argument(
            description="Ids of records of its module, at most as many as the setting "
            "`batch_items` says (1,000)."
        ),
    ],
    input: Annotated[
        JSON | None,
        strawberry.argument(description="What the tool asks for, as its `inputSchema` says."),
    ] = None,
    dry_run: Annotated[
        bool, strawberry.argument(description="Do everything, tell of it, and undo it.")
    ] = False,
) -> RunModuleToolPayload | None:
    """Run a module tool on records. Each record is all or nothing, in a transaction of its own; a
    bulk kind handles all in one, in which each record still stands for itself. Needs the right to
    read the records, what the kind asks for, and the rights of what it writes.
    """
    context = info.context
    deployment = context.deployment
    if errors := _too_many(ids, deployment.settings.batch_items):
        return RunModuleToolPayload(results=[], user_errors=errors)
    loaded = await load_tool(deployment, decode_as("module_tool", tool_id))
    run, refused = loaded.run({} if input is None else input)
    if run is None:
        return RunModuleToolPayload(results=[], user_errors=list(refused))
    found = await run.on(deployment, context.require(), ids, dry_run=dry_run)
    context.loaders.clear()
    return RunModuleToolPayload(results=[ToolResult.of(r) for r in found], user_errors=[])


def _too_many(ids: Sequence[str], limit: int) -> list[UserError]:
    if len(ids) <= limit:
        return []
    text = f"'ids' has {len(ids)} ids: send at most {limit} at once."
    return [UserError(code=Code.TOO_MANY.value, message=text, path=["ids"])]
