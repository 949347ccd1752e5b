"""Figures of customers side by side, by offering area or by month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    func,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.declare.field import Alias
from core.money.monthly import Series
from core.products.models import ProductBasket
from core.reading.late import Binds, Late, as_sql
from core.reading.visible import visible
from core.viewer import Viewer
from plugins.plans.enums import CompareTo, FinancialsBy, PlanSide
from plugins.plans.figures import KINDS, Figures, less, percent, sums
from plugins.plans.financials_types import Financials, FinancialsItem, FinancialsSeries
from plugins.plans.models import PlanRow
from plugins.plans.months import months

NOUGHT = Decimal("0.00")
OF_MONTH = ("month",)
OF_AREA = ("offering_area_id", "name", "name_sort")
GIVEN = 0

Whose = Callable[[Alias, ColumnElement[int]], ColumnElement[bool]]
"""Which customers are meant, by the key of what they are shown on."""


@dataclass(frozen=True)
class FinancialsReader:
    """Reads financials by one statement."""

    figures: Figures
    by: FinancialsBy
    compare_to: CompareTo
    whose: Whose

    async def read(self, key: int | None = None) -> Financials:
        """The sums as the viewer sees them."""
        rows = await self._rows(key)
        total = next((row for row in rows if row.is_total), None)
        shown = self._items([row for row in rows if not row.is_total])
        items = [item for _, item in shown]
        return Financials(
            currency=self.figures.period.currency,
            items=items,
            total=self._item(total),
            labels=[label for label, _ in shown],
            series=_series(items),
        )

    async def _rows(self, key: int | None) -> Sequence[Any]:
        """Rows of a statement that is made once for a period and what is asked of it."""
        deployment, viewer = self.figures.deployment, self.figures.viewer
        kept_as = self.whose, self.by, self.compare_to, self.figures.period
        statement = deployment.statements.own(kept_as, viewer, self._statement)
        given = statement.arguments(viewer, {GIVEN: {"key": key}}, deployment.clock.today())
        records = statement.read(await deployment.database.reader.rows(statement.sql, given))
        keys = OF_AREA if self.by is FinancialsBy.OFFERING_AREA else OF_MONTH
        names = (*keys, "is_total", *KINDS)
        return [SimpleNamespace(**dict(zip(names, record, strict=True))) for record in records]

    def _statement(self, viewer: Viewer, binds: Binds) -> Select[Any]:
        shown = as_sql(Late(binds, GIVEN, ("key",)), BigInteger())
        asked = replace(self, figures=replace(self.figures, viewer=viewer))
        return asked.statement(shown)

    def statement(self, key: ColumnElement[int]) -> Select[Any]:
        """Selects the sums of each item, and of all."""
        facts = self._facts(key).subquery()
        area = aliased(ProductBasket)
        by_month = self.by is FinancialsBy.MONTH
        keys = (
            (facts.c.month,) if by_month else (facts.c.offering_area_id, area.name, area.name_sort)
        )
        statement = select(
            *keys, (func.grouping(keys[0]) == 1).label("is_total"), *sums(facts)
        ).group_by(func.grouping_sets(tuple_(*keys), tuple_()))
        if by_month:
            return statement.order_by(keys[0])
        joined = statement.outerjoin(area, area.id == facts.c.offering_area_id)
        return joined.order_by(area.name_sort.nulls_last(), facts.c.offering_area_id)

    def _facts(self, key: ColumnElement[int]) -> Any:
        figures = self.figures
        planned = [
            figures.in_use("target", PlanSide.TARGET),
            figures.in_use("forecast", PlanSide.FORECAST),
        ]
        money = [
            figures.money("actual", Series.ACTUAL),
            figures.money("billing_forecast", Series.BILLING_FORECAST),
        ]
        base = figures.base(self.compare_to, PlanSide.FORECAST)
        (money if self.compare_to is CompareTo.ACTUAL else planned).append(base)  # type: ignore[arg-type]
        parts = [self._of_rows(part, key) for part in planned]
        parts += [self._of_cards(part, key) for part in money if part is not None]
        return union_all(*parts)

    def _of_rows(self, part: Any, key: ColumnElement[int]) -> Select[Any]:
        """Cells of rows that the viewer sees."""
        found, row, customer = part.subquery(), aliased(PlanRow), aliased(Customer)
        registry, viewer = self.figures.deployment.registry, self.figures.viewer
        seen = visible(registry, registry.entity("PlanRow"), row, viewer)
        return (
            select(found)
            .join(row, and_(row.id == found.c.row_id, seen))
            .join(customer, and_(customer.id == found.c.customer_id, self.whose(customer, key)))
        )

    def _of_cards(self, part: Any, key: ColumnElement[int]) -> Select[Any]:
        """Money of customers that the viewer sees."""
        found, customer = part.subquery(), aliased(Customer)
        registry, viewer = self.figures.deployment.registry, self.figures.viewer
        seen = visible(registry, registry.entity("Customer"), customer, viewer)
        mine = and_(customer.id == found.c.customer_id, self.whose(customer, key), seen)
        return select(found).join(customer, mine)

    def _items(self, rows: Sequence[Any]) -> list[tuple[str, FinancialsItem]]:
        if self.by is FinancialsBy.OFFERING_AREA:
            return [(row.name or "", self._item(row, area=row.offering_area_id)) for row in rows]
        known = {row.month: row for row in rows}
        period = self.figures.period
        wanted = months(period.first, period.last)
        return [(f"{m:%Y-%m}", self._item(known.get(m), month=m)) for m in wanted]

    def _item(
        self, row: Any, *, month: date | None = None, area: int | None = None
    ) -> FinancialsItem:
        known = {
            kind: NOUGHT if row is None or getattr(row, kind) is None else getattr(row, kind)
            for kind in KINDS
        }
        has_actual = self.figures.has(Series.ACTUAL)
        has_base = has_actual or self.compare_to is not CompareTo.ACTUAL
        base = known["base"] if has_base else None
        change = less(known["forecast"], base)
        has_billing = self.figures.has(Series.BILLING_FORECAST)
        return FinancialsItem(
            month=month,
            area_key=area,
            budget=known["target"],
            forecast=known["forecast"],
            actual=known["actual"] if has_actual else None,
            billing_forecast=known["billing_forecast"] if has_billing else None,
            base=base,
            change=change,
            change_percent=percent(change, base),
        )


def _series(items: Sequence[FinancialsItem]) -> list[FinancialsSeries]:
    found = []
    for name in ("budget", "forecast", "actual", "billing_forecast"):
        values = [getattr(item, name) for item in items]
        if None not in values:
            found.append(FinancialsSeries(name=name.upper(), values=values))
    return found


def everybody(customer: Alias, key: ColumnElement[int]) -> ColumnElement[bool]:
    """All customers."""
    return true()
