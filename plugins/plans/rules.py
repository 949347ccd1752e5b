"""What must hold for plans."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from core.declare.field import Alias
from core.reading.rows import keys_parameter
from core.writing import Clash, Code, Draft, Rules
from plugins.plans.beginning import copy_origin
from plugins.plans.enums import Horizon, PlanSide
from plugins.plans.models import Plan, PlanCell, PlanRow

FROZEN = (
    "side",
    "type",
    "year",
    "first_quarter",
    "last_quarter",
    "horizon",
    "rolling_months",
    "currency",
)
"""What cannot change once something is planned."""

TWICE = (
    "plans what another active plan of the same side and type plans: deactivate that one first, or "
    "make this one inactive."
)


class PlanRules(Rules):
    """No cell stands in two plans in use; what rows are made of stays as it is.

    Only a forecast has an origin, of the same type and currency. A rolling plan says how many
    months its window has, another one none.
    """

    clashes: ClassVar[Mapping[str, Clash]] = {"uq_plan_cell_planned_once": Clash("active", TWICE)}

    def check(self, draft: Draft) -> None:
        rolling = draft.get("horizon") is Horizon.ROLLING
        if rolling and draft.get("rolling_months") is None:
            draft.refuse("rolling_months", "is required of a rolling plan.", Code.REQUIRED)
        elif not rolling and draft.get("rolling_months") is not None:
            draft.refuse("rolling_months", "can stand only in a rolling plan.")
        if draft.get("origin_id") is not None and draft.get("side") is not PlanSide.FORECAST:
            draft.refuse("origin_id", "can stand only in a forecast.")

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        await self._check_origins([d for d in drafts if d.differs("origin_id")])
        await self._check_frozen([d for d in drafts if not d.creating])
        coming = [d for d in drafts if not d.creating and _comes_into_use(d)]
        await self._check_planned_once(coming)

    async def written(self, drafts: Sequence[Draft]) -> None:
        """Fill new forecasts with the values of their origins, if the rules of planning say so."""
        for draft in drafts:
            if draft.creating and draft.get("origin_id") is not None:
                await copy_origin(self.writing, draft.key or 0, draft.get("origin_id"))

    async def _check_origins(self, drafts: Sequence[Draft]) -> None:
        origins = await self._plans(d.get("origin_id") for d in drafts)
        for draft in drafts:
            origin = origins.get(draft.get("origin_id"))
            if origin and origin.currency != draft.get("currency"):
                draft.refuse("origin_id", "is a plan in another currency.")
            elif origin and origin.type != draft.get("type"):
                draft.refuse("origin_id", "is a plan of another type.")

    async def _check_frozen(self, drafts: Sequence[Draft]) -> None:
        changing = {d.key or 0: d for d in drafts if any(map(d.differs, FROZEN))}
        if not changing:
            return
        planned = select(PlanRow.plan_id).where(PlanRow.plan_id == keys_parameter(changing))
        for key in await self.writing.session.scalars(planned.distinct()):
            for name in filter(changing[key].differs, FROZEN):
                changing[key].refuse(name, "cannot change any more: something is planned already.")

    async def _check_planned_once(self, drafts: Sequence[Draft]) -> None:
        known = {d.key or 0: d for d in drafts}
        if not known:
            return
        mine, other = aliased(PlanCell), aliased(PlanCell)
        twice = exists().where(same_cell(mine, other), other.in_use | _coming(other, known))
        found = (
            select(mine.plan_id)
            .where(mine.plan_id == keys_parameter(known), mine.amount.is_not(None), twice)
            .distinct()
        )
        for key in await self.writing.session.scalars(found):
            known[key].refuse("active", TWICE, Code.TAKEN)

    async def _plans(self, keys: Iterable[int | None]) -> dict[int | None, Plan]:
        wanted = sorted({key for key in keys if key is not None})
        if not wanted:
            return {}
        rows = await self.writing.session.scalars(
            select(Plan).where(Plan.id == keys_parameter(wanted))
        )
        return {row.id: row for row in rows}


def is_target(row: Alias) -> ColumnElement[bool]:
    """The plans that a forecast can be made from."""
    target: ColumnElement[bool] = row.side == PlanSide.TARGET
    return target


def same_cell(mine: Alias, other: Alias) -> ColumnElement[bool]:
    """Whether two cells of different plans plan the same."""
    same: ColumnElement[bool] = (
        (other.customer_id == mine.customer_id)
        & (other.offering_area_id == mine.offering_area_id)
        & (other.month == mine.month)
        & (other.side == mine.side)
        & (other.type == mine.type)
        & (other.plan_id != mine.plan_id)
        & other.amount.is_not(None)
    )
    return same


def _coming(other: Alias, known: Mapping[int, Draft]) -> ColumnElement[bool]:
    return or_(other.plan_id == keys_parameter(known))


def _comes_into_use(draft: Draft) -> bool:
    """Whether a plan that did not count will."""
    used = bool(draft.get("active")) and draft.get("archived_at") is None
    before = bool(draft.before("active")) and draft.before("archived_at") is None
    return used and not before
