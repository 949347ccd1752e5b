"""Ways to module tools, and what a module offers."""

from typing import Annotated, Any

import strawberry

from core.context import Context, Info
from core.declare import Entity, by_id, connection, extend
from core.errors import BadInput, PluginError
from core.roots import Query
from core.tools.kind import AnyToolKind, Module
from core.tools.offers import offers
from core.tools.outputs import AvailableTool, ToolKindInfo
from core.tools.permissions import ToolPermission

MODULE = "Type of the records, such as Customer."
MOST_IDS = 500

ModuleName = Annotated[str, strawberry.argument(description=MODULE)]

fields = extend(
    Query,
    module_tool=by_id("ModuleTool", "The module tool with an id."),
    all_module_tools=connection(
        "ModuleTool", None, "All module tools, those switched off and broken ones too, by module."
    ),
)


@extend(Query, permission=ToolPermission.USE)
async def module_tools(
    info: Info,
    module: ModuleName,
    ids: Annotated[
        list[strawberry.ID] | None,
        strawberry.argument(description=f"Ids of records, at most {MOST_IDS}; none for a list."),
    ] = None,
) -> list[AvailableTool] | None:
    """The tools that a module offers, in their order, and whether the viewer can run them on the
    records. A tool that is to be shown for none of them is left out. Two SQL statements, whatever
    the number of tools and records.
    """
    context = info.context
    entity = module_of(context, module)
    viewer = context.require(entity.read)
    if len(ids or ()) > MOST_IDS:
        raise BadInput(f"'ids' has {len(ids or ())} ids; {MOST_IDS} are allowed.")
    registry = context.deployment.registry
    place = Module(registry, entity)
    found = await offers(context.deployment, viewer, entity, list(ids or ()))
    return [AvailableTool.of(o, registry.tool_kinds.get(o.row.kind), place) for o in found]


@extend(Query, permission=ToolPermission.MANAGE)
def tool_kinds(info: Info, module: ModuleName) -> list[ToolKindInfo] | None:
    """The kinds that a tool of a module can be of, by name."""
    registry = info.context.deployment.registry
    place = Module(registry, module_of(info.context, module))
    kinds = sorted(registry.tool_kinds.values(), key=lambda kind: kind.name)
    return [ToolKindInfo.of(k, place) for k in kinds if _serves(k, place)]


def module_of(context: Context, name: str) -> Entity:
    """The entity of a name; BadInput if no enabled plugin has it, or if it has no ids."""
    found = context.deployment.registry.entities.get(name)
    if found is None or not found.is_node:
        raise BadInput(f"'{name[:80]}' is no module of this deployment.")
    return found


def _serves(kind: AnyToolKind[Any, Any], place: Module) -> bool:
    if kind.module not in (None, place.entity.name):
        return False
    try:
        kind.config_model(place)
    except PluginError:
        return False
    return True
