"""The grid of a plan: its rows, and totals that PostgreSQL adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from core.money.monthly import Series
from core.reading.texts import Listed
from plugins.plans.enums import CellSource, CompareTo, PlanSide
from plugins.plans.figures import Figures, less, percent
from plugins.plans.grid_listing import GridListing
from plugins.plans.grid_statements import MONEY, GridStatements, Wanted
from plugins.plans.grid_types import Amounts, GridMonth, GridRow, GridTotal, PlanGrid
from plugins.plans.locking import Span
from plugins.plans.planning import Planning

NOUGHT = Decimal("0.00")


@dataclass(frozen=True)
class Grid:
    """Reads a grid by two statements, whatever its size."""

    planning: Planning
    figures: Figures
    months: Sequence[date]
    wanted: Wanted

    async def read(self) -> PlanGrid:
        """The grid as the viewer sees it."""
        totals = await self._read_totals()
        every = next((found for found in totals if getattr(found, "is_total", True)), None)
        made = [self._total(found) for found in totals] if self._has_totals else None
        return PlanGrid(
            name=self.planning.plan.name,
            currency=self.planning.plan.currency,
            months=[*self.columns],
            grid=self,
            row_count=every.row_count if every else 0,
            by_month=None if made is None else sorted((t for t in made if t.month), key=_month),
            by_offering_area=None if made is None else [t for t in made if t.area_key],
            total=self._total(every) if made and every else None,
        )

    @property
    def _has_totals(self) -> bool:
        asked = not self.wanted.parts.isdisjoint(("byMonth", "byOfferingArea", "total"))
        return asked and self.shows("total_rows")

    @property
    def _statements(self) -> GridStatements:
        return GridStatements(self.planning, self.figures, self.months, self.wanted)

    async def _read_totals(self) -> Sequence[Any]:
        """What totals are asked for, or only how many rows there are."""
        fetch = self.figures.deployment.database.fetch
        if self._has_totals:
            actual = [c.month for c in self.columns if c.shows is CellSource.ACTUAL]
            return await fetch(self._statements.totals(actual))
        return await fetch(self._statements.count()) if "rowCount" in self.wanted.parts else ()

    async def rows(self) -> list[GridRow]:
        """The rows of the page; none if the rules switch them off."""
        if not self.shows("customer_rows"):
            return []
        statement = self._statements.rows(self._kinds)
        found = await self.figures.deployment.database.fetch(statement)
        return [self._row(row) for row in found]

    def listed(self) -> Listed | None:
        """How PostgreSQL tells the rows of the page."""
        if not self.shows("customer_rows"):
            return None
        listing = GridListing(self._statements, self.columns, self._kinds, self._extended)
        return listing.listed()

    @property
    def _kinds(self) -> Sequence[str]:
        """What is told beside what is planned."""
        beside = ["target", "forecast", "billing_forecast"] if self._extended else []
        actual = not self.wanted.row_fields.isdisjoint(("actual", "shown", "cells", "extended"))
        kinds = ["actual", *beside] if actual else beside
        return [kind for kind in kinds if kind not in MONEY or self._knows(MONEY[kind])]

    @property
    def _extended(self) -> bool:
        return "extended" in self.wanted.row_fields and self.shows("extended_customer_rows")

    def shows(self, switch: str) -> bool:
        """Whether a rule of planning is on for the side of the plan."""
        side = self.planning.plan.side.name.lower()
        return bool(getattr(self.planning.rules, f"{side}_{switch}"))

    @cached_property
    def columns(self) -> Sequence[GridMonth]:
        """The months with their locks."""
        return [_column(self.planning.span, month, self._shows(month)) for month in self.months]

    def _shows(self, month: date) -> CellSource:
        rules, plan = self.planning.rules, self.planning.plan
        forecast = plan.side is PlanSide.FORECAST and rules.show_actual_when_locked
        locked = self.planning.span.lock(month) is not None
        known = self.figures.has(Series.ACTUAL)
        return CellSource.ACTUAL if forecast and locked and known else CellSource.PLAN

    def _row(self, found: Any) -> GridRow:
        planned = self._spread(found, "planned", None)
        actual = self._spread(found, "actual", NOUGHT if self._knows(Series.ACTUAL) else None)
        pairs = zip(self.columns, planned, actual, strict=True)
        shown = [a if month.shows is CellSource.ACTUAL else p for month, p, a in pairs]
        return GridRow(
            customer_key=found.customer_id,
            area_key=found.offering_area_id,
            months=self.columns,
            beside=self._beside(found) if self._extended else None,
            version=found.version,
            editable=found.editable,
            planned=planned,
            actual=actual,
            shown=shown,
        )

    def _beside(self, found: Any) -> dict[str, Amounts]:
        forecast = NOUGHT if self._knows(Series.BILLING_FORECAST) else None
        return {
            "target": self._spread(found, "target", None),
            "forecast": self._spread(found, "forecast", None),
            "billing_forecast": self._spread(found, "billing_forecast", forecast),
        }

    def _spread(self, found: Any, kind: str, otherwise: Decimal | None) -> list[Decimal | None]:
        row: list[Decimal | None] = [otherwise] * len(self.months)
        at = getattr(found, f"{kind}_at", None) or ()
        amounts = getattr(found, f"{kind}_amounts", None) or ()
        if at == self._every:
            return list(amounts)
        for place, amount in zip(at, amounts, strict=True):
            row[place] = amount
        return row

    @cached_property
    def _every(self) -> list[int]:
        return [*range(len(self.months))]

    def _knows(self, series: Series) -> bool:
        return self._known[series]

    @cached_property
    def _known(self) -> Mapping[Series, bool]:
        return {series: self.figures.has(series) for series in Series}

    def _total(self, found: Any) -> GridTotal:
        extended = self.shows("extended_total_rows")
        actual = _or_nought(found.actual) if self._knows(Series.ACTUAL) else None
        billing = self._knows(Series.BILLING_FORECAST)
        planned = _or_nought(found.planned)
        base = _or_nought(found.base) if self._compares else None
        change = less(planned, base) if self.shows("change") else None
        has_percent = self.shows("change_percent")
        return GridTotal(
            month=found.month,
            area_key=found.offering_area_id,
            planned=planned,
            shown=_or_nought(found.shown),
            target=_or_nought(found.target) if extended else None,
            forecast=_or_nought(found.forecast) if extended else None,
            actual=actual if extended else None,
            billing_forecast=_or_nought(found.billing_forecast) if extended and billing else None,
            variance=less(actual, planned) if extended else None,
            base=base,
            change=change,
            change_percent=percent(less(planned, base), base) if has_percent else None,
        )

    @property
    def _compares(self) -> bool:
        compare_to = self.wanted.compare_to
        if compare_to is CompareTo.ACTUAL:
            return self._knows(Series.ACTUAL)
        return compare_to is not None


def _column(span: Span, month: date, shows: CellSource) -> GridMonth:
    reason = span.lock(month)
    return GridMonth(month=month, locked=reason is not None, locked_because=reason, shows=shows)


def _month(total: GridTotal) -> date:
    return total.month or date.min


def _or_nought(amount: Decimal | None) -> Decimal:
    return NOUGHT if amount is None else amount
