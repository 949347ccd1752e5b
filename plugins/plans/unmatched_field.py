"""The field that shows what of a forecast's origin has no place in it."""

from typing import Any

import strawberry
from sqlalchemy import true

from core.context import Info
from core.declare import extend
from plugins.plans.copy_inputs import UnmatchedRow
from plugins.plans.copying import MOST_UNMATCHED, cells_of
from plugins.plans.copying import unmatched as left
from plugins.plans.grid_field import planning_for
from plugins.plans.scope import all_places
from plugins.plans.types import Plan


@extend(Plan, needs=("id", "origin_id"))
async def unmatched(plan: strawberry.Parent[Plan], info: Info) -> list[UnmatchedRow] | None:
    """What of its origin has no place in the plan: the customer or the offering area is not in it,
    or the month is outside. The first 500 rows; ask it of `createPlan`. Null without an origin.
    """
    row: Any = plan
    if row.origin_id is None:
        return None
    planning = await planning_for(info, row.id)
    source = cells_of(row.origin_id).cte("source")
    places = all_places(planning, lambda customer: true()).cte("places")
    inside = source.c.month.between(planning.span.first, planning.span.last)
    statement = left(planning, source, places, inside).limit(MOST_UNMATCHED)
    found = await info.context.deployment.database.fetch(statement)
    return [UnmatchedRow.of(each) for each in found]
