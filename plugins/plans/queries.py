"""Ways to plans and to the rules of planning."""

from typing import Any

from core.context import Info
from core.declare import by_id, connection, extend
from core.reading import load
from core.roots import Query
from plugins.plans.permissions import PlanPermission
from plugins.plans.types import PlanSettings

SETTINGS_KEY = 1

fields = extend(
    Query,
    plan=by_id("Plan", "The plan with an id."),
    plans=connection("Plan", None, "The plans, by name."),
)


@extend(Query, permission=PlanPermission.READ)
async def plan_settings(info: Info) -> PlanSettings | None:
    """The deployment's rules of planning."""
    found: Any = await load(info, "PlanSettings", SETTINGS_KEY)
    shown: PlanSettings | None = found
    return shown
