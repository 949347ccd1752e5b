"""What a module tool says of itself."""

from typing import Annotated

import strawberry
from strawberry import Parent

from core.context import Info
from core.declare import extend
from core.naming import labelled
from core.tools import models
from core.tools.permissions import ToolPermission
from core.tools.tool import CHECKED, problems_told
from core.tools.types import ModuleTool


@extend(ModuleTool, needs=("labels", "kind"))
def label(
    tool: Parent[models.ModuleTool],
    language: Annotated[str, strawberry.argument(description="fi, hr or en.")] = "en",
) -> str:
    """What people read in a language (`fi`, `hr`, `en`), else in English, else the kind."""
    return labelled(tool.labels, language, tool.kind)


@extend(ModuleTool, needs=CHECKED, permission=ToolPermission.MANAGE)
def broken_because(tool: Parent[models.ModuleTool], info: Info) -> str | None:
    """Why the tool cannot be run: its kind, config or a condition does not fit what is there now,
    as after a plugin was disabled or a field was renamed; null while it can.
    """
    return problems_told(info.context.deployment.registry, tool)
