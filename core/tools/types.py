"""The GraphQL type of module tools."""

from core.declare import Node, column, entity
from core.tools import models
from core.tools.permissions import ToolPermission
from core.visibility import everyone

FILTER = "As JSON, a filter as the list of the module takes it; null holds for every record."


@entity(
    models.ModuleTool,
    read=ToolPermission.USE,
    visible=everyone,
    order={"module": "ASC", "position": "ASC"},
)
class ModuleTool(Node):
    """An action on the records of a module, set up by an administrator; see `moduleTools`."""

    module = column("The type of the records it runs on, such as Customer.")
    kind = column("What it does: the name of one of `toolKinds`, such as set_fields.")
    labels = column('What people read on the button, by language: {"fi": "Siirrä", "en": "Move"}.')
    icon = column("Name of an icon, for the client to draw; at most 60 characters.")
    position = column("Where it stands among the tools of the module; small numbers first.")
    config = column(
        "What the kind is set up with, as its `configSchema` says.",
        permission=ToolPermission.MANAGE,
    )
    visible_if = column(
        f"For which records the tool is shown. {FILTER}", permission=ToolPermission.MANAGE
    )
    run_if = column(
        f"On which records the tool runs; the others are refused. {FILTER}",
        permission=ToolPermission.MANAGE,
    )
    active = column("Whether it is offered and can be run.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
