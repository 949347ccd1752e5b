"""Finding tools that do not fit what is declared any more."""

from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from core.naming import labelled
from core.tools.models import ModuleTool
from core.tools.tool import problems_told

if TYPE_CHECKING:
    from core.deployment import Deployment

log = structlog.stdlib.get_logger("kortisto.tools")


async def log_broken(deployment: "Deployment") -> int:
    """Log the active tools that cannot be run, each with the reason; how many there are."""
    used = select(ModuleTool).where(ModuleTool.active, ModuleTool.archived_at.is_(None))
    broken = 0
    for row in await deployment.database.fetch(used.order_by(ModuleTool.id)):
        if reason := problems_told(deployment.registry, row):
            name = labelled(row.labels, deployment.settings.language, row.kind)
            log.warning("a module tool is broken", tool=row.id, label=name, reason=reason)
            broken += 1
    return broken
