"""Filling a plan from another one, or from what was invoiced a year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Interval,
    Numeric,
    Select,
    and_,
    cast,
    exists,
    func,
    literal,
    select,
)

from core.reading.rows import keys_parameter
from core.writing import Action, Change, Code, Writing
from plugins.plans.copy_inputs import Copied, UnmatchedRow
from plugins.plans.models import PlanCell, PlanRow
from plugins.plans.money import by_month, required_actuals
from plugins.plans.months import months, moved
from plugins.plans.planning import Planning, customers
from plugins.plans.row_log import store
from plugins.plans.scope import editable_places, lock_rows, refuse_planned_twice
from plugins.plans.working import refusal
from plugins.plans.writing_cells import touch

MOST_UNMATCHED = 500


@dataclass(frozen=True)
class Copying:
    """Fills the open months of places that the viewer may plan."""

    writing: Writing
    planning: Planning
    percent: Decimal
    reason: str | None
    careful: bool = True
    """Whether to tell what another plan plans; otherwise PostgreSQL refuses it."""

    async def from_plan(self, key: int) -> Copied:
        """Copy the cells of another plan into this one, which must be empty."""
        planned = select(exists().where(PlanCell.plan_id == self.planning.plan.id))
        if await self.writing.session.scalar(planned):
            text = "has cells already: a plan is copied once, when it is new."
            raise refusal("planId", text, Code.TAKEN)
        return await self._copy(cells_of(key).cte("source"), {"plan": f"plan_{key}"})

    async def from_actuals(self) -> Copied:
        """Copy what was invoiced a year before; what was credited in total counts as nothing."""
        actuals = required_actuals(self.writing.deployment, self.writing.viewer, "sourcePlanId")
        span, currency = self.planning.span, self.planning.plan.currency
        year = by_month(actuals, currency, moved(span.first, -12), moved(span.last, -12)).subquery()
        later = cast(year.c.month + cast(literal("1 year"), Interval()), Date)
        cells = select(
            year.c.customer_id,
            year.c.offering_area_id,
            later.label("month"),
            func.greatest(year.c.amount, 0).label("amount"),
        )
        return await self._copy(cells.cte("source"), {"actuals": f"{span.first.year - 1}"})

    async def _copy(self, source: CTE, told: dict[str, str]) -> Copied:
        places = editable_places(self.planning).cte("places")
        wanted = select(places).where(self._at(places, source, self._is_open(source)))
        rows = await lock_rows(self.writing, self.planning, wanted)
        keys = [row.id for row in rows]
        span, override = self.planning.span, self.reason is not None
        open_months = [
            m for m in months(span.first, span.last) if span.is_open(m, override=override)
        ]
        if self.careful:
            await refuse_planned_twice(self.writing, self.planning, keys, open_months)
        count = await self._store(source, keys)
        await touch(self.writing, keys)
        self._note(told, len(keys))
        found = unmatched(self.planning, source, places, self._is_open(source))
        rows_left = list(await self.writing.session.execute(found))
        return Copied(
            rows=len(keys),
            cells=count,
            unmatched_count=int(rows_left[0].total) if rows_left else 0,
            unmatched=[UnmatchedRow.of(row) for row in rows_left],
        )

    def _at(self, places: CTE, source: CTE, *conditions: ColumnElement[bool]) -> Any:
        return exists().where(
            source.c.customer_id == places.c.customer_id,
            source.c.offering_area_id == places.c.offering_area_id,
            *conditions,
        )

    def _is_open(self, source: CTE) -> ColumnElement[bool]:
        span = self.planning.span
        first = span.window_from if self.reason else max(span.window_from, span.unlocked_from)
        return source.c.month.between(first, span.last)

    async def _store(self, source: CTE, keys: Sequence[int]) -> int:
        amount = cast(func.round(source.c.amount * self.percent / 100, 2), Numeric(14, 2))
        same = and_(
            source.c.customer_id == PlanRow.customer_id,
            source.c.offering_area_id == PlanRow.offering_area_id,
        )
        parts = (
            select(PlanRow.id.label("row_id"), source.c.month, amount.label("amount"))
            .join_from(source, PlanRow, same)
            .where(PlanRow.id == keys_parameter(keys), self._is_open(source))
            .cte("part")
        )
        return await store(self.writing, self.planning.plan, parts, self.reason)

    def _note(self, told: dict[str, str], rows: int) -> None:
        copied = {**told, "percent": str(self.percent), "rows": rows}
        if self.reason is not None:
            copied["overrideReason"] = self.reason.strip()
        key = self.planning.plan.id
        self.writing.note(Change("Plan", key, None, Action.UPDATE, {}, {"copied": copied}))


def unmatched(
    planning: Planning, source: CTE, places: CTE, is_open: ColumnElement[bool]
) -> Select[Any]:
    """What of a source finds no place, of customers whose rows the viewer sees."""
    customer = customers()
    has_place = exists().where(
        places.c.customer_id == source.c.customer_id,
        places.c.offering_area_id == source.c.offering_area_id,
        is_open,
    )
    return (
        select(
            source.c.customer_id,
            source.c.offering_area_id,
            func.count().label("cells"),
            func.sum(source.c.amount).label("amount"),
            func.count().over().label("total"),
        )
        .join(customer, customer.id == source.c.customer_id)
        .where(planning.seen(customer), ~has_place)
        .group_by(source.c.customer_id, source.c.offering_area_id)
        .order_by(source.c.customer_id, source.c.offering_area_id)
        .limit(MOST_UNMATCHED)
    )


def cells_of(key: int) -> Select[Any]:
    """The cells of a plan."""
    columns: Any = (
        PlanCell.customer_id,
        PlanCell.offering_area_id,
        PlanCell.month,
        PlanCell.amount,
    )
    return select(*columns).where(PlanCell.plan_id == key, PlanCell.amount.is_not(None))
