"""The mutation that fills a plan from another one or from actual invoicing."""

from decimal import Decimal
from typing import Annotated, Any

import strawberry
from sqlalchemy import Column, Numeric

from core.context import Info
from core.declare import extend
from core.roots import Mutation
from core.writing import Code, Writing
from core.writing.user_error import Refused
from core.writing.values import checked
from plugins.plans.copy_inputs import Copied, CopyPlanInput, CopyPlanPayload
from plugins.plans.copying import Copying
from plugins.plans.models import Plan
from plugins.plans.permissions import PlanPermission
from plugins.plans.planning import Planning
from plugins.plans.spread_plan import key_of
from plugins.plans.working import Refusal, refusal, work_on

PERCENT: Column[Any] = Column("percent", Numeric(8, 4))
LARGEST = 1_000


@extend(Mutation, permission=PlanPermission.WRITE)
async def copy_plan(
    info: Info,
    input: Annotated[CopyPlanInput, strawberry.argument(description="From where, to where.")],
) -> CopyPlanPayload | None:
    """Fill a plan from a target or from last year's actual invoicing, times a percentage.

    Needs `plans:write`. It goes over the rows that the viewer may plan, and tells what found no
    place. Locked months are left out.
    """
    context = info.context

    async def copy(writing: Writing, planning: Planning) -> Copied:
        percent = _percent(input.percent)
        copying = Copying(writing, planning, percent, input.override_reason)
        if input.source_plan_id is None:
            return await copying.from_actuals()
        return await copying.from_plan(await _source(writing, planning, input.source_plan_id))

    try:
        found = await work_on(
            context.deployment,
            context.require(),
            str(input.plan_id),
            copy,
            reason=input.override_reason,
        )
    except Refusal as refused:
        return CopyPlanPayload(copied=None, user_errors=[refused.error])
    context.loaders.clear()
    return CopyPlanPayload(copied=found, user_errors=[])


async def _source(writing: Writing, planning: Planning, text: str) -> int:
    key = key_of("sourcePlanId", "plan", text)
    source = await writing.session.get(Plan, key)
    if source is None or key == planning.plan.id:
        raise refusal("sourcePlanId", "names no other Plan that you may see.", Code.NOT_FOUND)
    if source.currency != planning.plan.currency:
        text = f"is a plan in {source.currency}, and this one is in {planning.plan.currency}."
        raise refusal("sourcePlanId", text)
    if source.type is not planning.plan.type:
        raise refusal("sourcePlanId", "is a plan of another type.")
    return key


def _percent(text: str) -> Decimal:
    try:
        found: Decimal | None = checked(PERCENT, text, None)
    except Refused as problem:
        raise refusal("percent", problem.message, problem.code) from None
    if found is None or not 0 <= found <= LARGEST:
        raise refusal("percent", f"must be from 0 to {LARGEST}.")
    return found
