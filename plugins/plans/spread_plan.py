"""The mutation that spreads a total over a plan."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import strawberry
from sqlalchemy import Column, Numeric, Select

from core.context import Info
from core.declare import extend
from core.errors import BadInput
from core.ids import decode_as
from core.roots import Mutation
from core.writing import Code, UserError, Writing
from core.writing.user_error import Refused
from core.writing.values import checked
from plugins.plans.edits import AMOUNT
from plugins.plans.enums import SpreadMethod
from plugins.plans.locking import Span
from plugins.plans.months import months
from plugins.plans.permissions import PlanPermission
from plugins.plans.planning import Planning
from plugins.plans.scope import editable_places
from plugins.plans.spread_inputs import Spread, SpreadPlanInput
from plugins.plans.spreading import Spreading
from plugins.plans.working import Refusal, refusal, work_on

WEIGHT: Column[Any] = Column("weight", Numeric(12, 4))
MOST_WEIGHTS = 60


@strawberry.type(description="What was spread, or what is wrong with the input.")
class SpreadPlanPayload:
    spread: Spread | None = strawberry.field(description="What was spread; null with errors.")
    user_errors: list[UserError] = strawberry.field(
        description="Empty if the total was spread; nothing was written otherwise."
    )


@extend(Mutation, permission=PlanPermission.WRITE)
async def spread_plan(
    info: Info,
    input: Annotated[SpreadPlanInput, strawberry.argument(description="What, and over what.")],
) -> SpreadPlanPayload | None:
    """Spread the total of a row, a year or a whole plan over its months, to the cent.

    Needs `plans:write`. It goes over the rows that the viewer may plan. Locked months keep what
    they have, and the rest is spread over the others; a rest below 0 is refused.
    """
    context = info.context
    try:
        found = await work_on(
            context.deployment,
            context.require(),
            str(input.plan_id),
            _spreading(input),
            reason=input.override_reason,
        )
    except Refusal as refused:
        return SpreadPlanPayload(spread=None, user_errors=[refused.error])
    context.loaders.clear()
    return SpreadPlanPayload(spread=found, user_errors=[])


def _spreading(input: SpreadPlanInput) -> Callable[[Writing, Planning], Any]:
    async def spread(writing: Writing, planning: Planning) -> Spread:
        total = amount_of("total", input.total)
        weights = _weights(input)
        spreading = Spreading(
            writing,
            planning,
            total,
            input.method,
            months_of(planning.span, input.first_month, input.last_month),
            weights,
            input.override_reason,
            input.expected_version,
        )
        return await spreading.run(_places(planning, input))

    return spread


def amount_of(name: str, text: str) -> Decimal:
    """An amount of 0 or more; a refusal of the argument otherwise."""
    try:
        found: Decimal | None = checked(AMOUNT, text, None)
    except Refused as problem:
        raise refusal(name, problem.message, problem.code) from None
    if found is None:
        raise refusal(name, "is required.", Code.REQUIRED)
    if found < 0:
        raise refusal(name, "must be 0 or more.")
    return found


def months_of(span: Span, first: date | None, last: date | None) -> list[date]:
    """The months from one to another, all of the plan by default."""
    for name, month in (("firstMonth", first), ("lastMonth", last)):
        if month is not None and month.day != 1:
            raise refusal(name, "is not the first day of a month.")
        if month is not None and not span.has(month):
            raise refusal(name, "is not in the plan.", "OUTSIDE_PLAN")
    found = months(first or span.first, last or span.last)
    if not found:
        raise refusal("lastMonth", "must not be before 'firstMonth'.")
    return found


def _weights(input: SpreadPlanInput) -> list[Decimal]:
    given = input.weights
    if input.method is not SpreadMethod.WEIGHTS:
        if given is not None:
            raise refusal("weights", "can stand only with the method WEIGHTS.")
        return []
    if not given or len(given) > MOST_WEIGHTS:
        raise refusal("weights", f"must be 1 to {MOST_WEIGHTS} numbers with the method WEIGHTS.")
    found = [_weight(place, text) for place, text in enumerate(given)]
    if not any(found):
        raise refusal("weights", "must not all be 0.")
    return found


def _weight(place: int, text: str) -> Decimal:
    try:
        found: Decimal | None = checked(WEIGHT, text, None)
    except Refused as problem:
        raise _weight_refused(place, problem.message) from None
    if found is None or found < 0:
        raise _weight_refused(place, "must be 0 or more.")
    return found


def _weight_refused(place: int, message: str) -> Refusal:
    made = refusal("weights", message)
    made.error.path.append(str(place))
    return made


def _places(planning: Planning, input: SpreadPlanInput) -> Select[Any]:
    places = editable_places(planning)
    columns = places.selected_columns
    if input.customer_id is not None:
        key = key_of("customerId", "customer", input.customer_id)
        places = places.where(columns.customer_id == key)
    if input.offering_area_id is not None:
        key = key_of("offeringAreaId", "product_basket", input.offering_area_id)
        places = places.where(columns.offering_area_id == key)
    return places


def key_of(name: str, prefix: str, text: str) -> int:
    """The key of an id in an argument; a refusal if it is none."""
    try:
        return decode_as(prefix, str(text))
    except BadInput as error:
        raise refusal(name, f"is not usable: {error.message}") from None
