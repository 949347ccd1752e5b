"""Spreading a total over rows and months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import lcm
from typing import Any

from sqlalchemy import (
    CTE,
    Interval,
    Numeric,
    Select,
    and_,
    cast,
    func,
    literal,
    select,
    true,
)

from core.money import SplitMethod, month_weights
from core.reading.rows import keys_parameter
from core.writing import Action, Change, Code, Writing
from plugins.plans.arrays import rows_of
from plugins.plans.enums import SpreadMethod
from plugins.plans.models import PlanCell, PlanRow
from plugins.plans.money import by_month, required_actuals
from plugins.plans.months import moved
from plugins.plans.parts import split_over
from plugins.plans.planning import Planning
from plugins.plans.row_log import store
from plugins.plans.scope import lock_rows, refuse_planned_twice
from plugins.plans.spread_inputs import Spread
from plugins.plans.working import refusal
from plugins.plans.writing_cells import touch


@dataclass(frozen=True)
class Spreading:
    """A total that is spread over places of a plan; locked months keep what they have."""

    writing: Writing
    planning: Planning
    total: Decimal
    method: SpreadMethod
    months: Sequence[date]
    weights: Sequence[Decimal]
    reason: str | None
    expected_version: int | None

    async def run(self, places: Select[Any]) -> Spread:
        """Write the cells of the open months."""
        open_months = self._open()
        rows = await lock_rows(self.writing, self.planning, places)
        self._check_rows(rows)
        keys = [row.id for row in rows]
        locked = await self._locked(keys, open_months)
        rest = self._rest(locked)
        await refuse_planned_twice(self.writing, self.planning, keys, [*open_months])
        await self._check_shape(keys, open_months, rest)
        parts = split_over(self._cells(keys, open_months), int(rest * 100))
        await self._store(parts)
        await touch(self.writing, keys)
        self._note(len(keys))
        return Spread(
            rows=len(keys), cells=len(keys) * len(open_months), spread=rest, locked=locked
        )

    def _open(self) -> dict[date, int]:
        """The open months with their weights, as whole numbers."""
        span, method = self.planning.span, self.method
        if method is SpreadMethod.LIKE_ACTUALS:
            shares = [1] * len(self.months)
        else:
            found = month_weights(SplitMethod[method.name], len(self.months), self.weights)
            scale = lcm(*(share.denominator for share in found))
            shares = [int(share * scale) for share in found]
        override = self.reason is not None
        weighed = zip(self.months, shares, strict=True)
        chosen = {month: w for month, w in weighed if span.is_open(month, override=override)}
        if not chosen:
            raise refusal("planId", "has only locked months here.", "LOCKED")
        if not any(chosen.values()):
            raise refusal("weights", "are all 0 in the months that are not locked.")
        return chosen

    def _check_rows(self, rows: Sequence[Any]) -> None:
        if not rows:
            text = "has no row here that you may plan."
            raise refusal("planId", text, Code.NOT_FOUND)
        if self.expected_version is None:
            return
        if len(rows) > 1:
            text = "can stand only with `customerId` and `offeringAreaId`."
            raise refusal("expectedVersion", text)
        if rows[0].version != self.expected_version:
            text = f"is not the version now, {rows[0].version}: read the row again, and repeat."
            error = refusal("expectedVersion", text, Code.CONFLICT)
            error.error.current_version = rows[0].version
            raise error

    async def _locked(self, keys: Sequence[int], open_months: dict[date, int]) -> Decimal:
        """What the cells add up to that are not written."""
        closed = rows_of(month=[month for month in self.months if month not in open_months])
        added = select(func.coalesce(func.sum(PlanCell.amount), 0)).join(
            closed, closed.c.month == PlanCell.month
        )
        found = await self.writing.session.scalar(
            added.where(PlanCell.row_id == keys_parameter(keys))
        )
        return Decimal(found or 0).quantize(Decimal("0.01"))

    def _rest(self, locked: Decimal) -> Decimal:
        rest = self.total - locked
        if rest < 0:
            text = f"is less than the {locked} that is locked: {rest} would be left to spread."
            raise refusal("total", text)
        return rest

    async def _check_shape(
        self, keys: Sequence[int], open_months: dict[date, int], rest: Decimal
    ) -> None:
        if self.method is not SpreadMethod.LIKE_ACTUALS or not rest:
            return
        cells = self._cells(keys, open_months)
        if not await self.writing.session.scalar(select(func.sum(cells.c.weight))):
            raise refusal("method", "finds no actual invoicing a year before.")

    def _cells(self, keys: Sequence[int], open_months: dict[date, int]) -> CTE:
        if self.method is SpreadMethod.LIKE_ACTUALS:
            return self._like_actuals(keys, [*open_months])
        given = rows_of(month=[*open_months], weight=[*open_months.values()])
        present = (
            select(cast(func.coalesce(func.sum(PlanCell.amount), 0) * 100, Numeric(40, 0)))
            .join(given, given.c.month == PlanCell.month)
            .where(PlanCell.row_id == PlanRow.id)
        )
        rows = (
            select(PlanRow.id, present.scalar_subquery().label("weight"))
            .where(PlanRow.id == keys_parameter(keys))
            .cte("open_rows")
        )
        months = rows_of(month=[*open_months], weight=[*open_months.values()])
        return (
            select(
                rows.c.id.label("row_id"),
                months.c.month,
                months.c.weight,
                rows.c.weight.label("row_weight"),
            )
            .join_from(rows, months, true())
            .cte("cells")
        )

    def _like_actuals(self, keys: Sequence[int], open_months: Sequence[date]) -> CTE:
        """Weights in cents; what was credited in total counts as nothing."""
        actuals = required_actuals(self.writing.deployment, self.writing.viewer, "method")
        first, last = moved(min(open_months), -12), moved(max(open_months), -12)
        year = by_month(actuals, self.planning.plan.currency, first, last).subquery()
        months = rows_of(month=open_months)
        before = cast(months.c.month - cast(literal("1 year"), Interval()), year.c.month.type)
        same = and_(
            year.c.customer_id == PlanRow.customer_id,
            year.c.offering_area_id == PlanRow.offering_area_id,
            year.c.month == before,
        )
        weight = cast(func.greatest(func.coalesce(year.c.amount, 0), 0) * 100, Numeric(40, 0))
        return (
            select(
                PlanRow.id.label("row_id"),
                months.c.month,
                weight.label("weight"),
                func.sum(weight).over(partition_by=PlanRow.id).label("row_weight"),
            )
            .join_from(PlanRow, months, true())
            .outerjoin(year, same)
            .where(PlanRow.id == keys_parameter(keys))
            .cte("cells")
        )

    async def _store(self, parts: Select[Any]) -> None:
        part = parts.cte("part").prefix_with("MATERIALIZED")
        await store(self.writing, self.planning.plan, part, self.reason)

    def _note(self, rows: int) -> None:
        spread: dict[str, object] = {
            "total": str(self.total),
            "method": self.method.name,
            "rows": rows,
            "months": [f"{month:%Y-%m}" for month in self.months],
        }
        if self.reason is not None:
            spread["overrideReason"] = self.reason.strip()
        change = Change("Plan", self.planning.plan.id, None, Action.UPDATE, {}, {"spread": spread})
        self.writing.note(change)
