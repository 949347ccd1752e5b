"""Amounts side by side: what is planned, wanted, expected, invoiced and forecast to be billed."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Interval,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    select,
)

from core.money.monthly import Series
from core.viewer import Viewer
from plugins.plans.enums import CompareTo, PlanSide, PlanType
from plugins.plans.models import Plan, PlanCell
from plugins.plans.money import by_month, shown_series
from plugins.plans.months import distance, moved

if TYPE_CHECKING:
    from core.deployment import Deployment

PERCENT = Decimal("0.01")
KINDS = ("planned", "target", "forecast", "actual", "billing_forecast", "base")


@dataclass(frozen=True)
class Period:
    """Months, a currency and a type, of which figures are shown."""

    first: date
    last: date
    currency: str
    type: PlanType

    @property
    def length(self) -> int:
        return distance(self.first, self.last) + 1


@dataclass(frozen=True)
class Figures:
    """Selects facts for a viewer: kind, customer_id, offering_area_id, month and amount."""

    deployment: "Deployment"
    viewer: Viewer
    period: Period

    def has(self, series: Series) -> bool:
        return shown_series(self.deployment, series, self.viewer) is not None

    def planned(self, plan: Plan) -> Select[Any]:
        """The cells of a plan, whether it is in use or not."""
        return self._cells("planned", PlanCell.plan_id == plan.id, 0)

    def in_use(self, kind: str, side: PlanSide, back: int = 0) -> Select[Any]:
        """The cells of plans in use, of so many months before."""
        counted = and_(PlanCell.side == side, PlanCell.type == self.period.type, PlanCell.in_use)
        return self._cells(kind, counted, back)

    def money(self, kind: str, series: Series) -> Select[Any] | None:
        """A series of another plugin; None if there is none that the viewer may see."""
        found = shown_series(self.deployment, series, self.viewer)
        if found is None:
            return None
        period = self.period
        rows = by_month(found, period.currency, period.first, period.last).subquery()
        return select(
            literal(kind, String).label("kind"),
            rows.c.customer_id,
            rows.c.offering_area_id,
            rows.c.month,
            rows.c.amount,
            literal(None, BigInteger).label("row_id"),
        )

    def base(self, compare_to: CompareTo, side: PlanSide) -> Select[Any] | None:
        """What plans of a side are compared with, in the months that are shown."""
        if compare_to is CompareTo.ACTUAL:
            return self.money("base", Series.ACTUAL)
        if compare_to is CompareTo.TARGET:
            return self.in_use("base", PlanSide.TARGET)
        back = 12 if compare_to is CompareTo.PREVIOUS_YEAR else self.period.length
        return self.in_use("base", side, back)

    def _cells(self, kind: str, which: ColumnElement[bool], back: int) -> Select[Any]:
        period = self.period
        first, last = moved(period.first, -back), moved(period.last, -back)
        later = cast(PlanCell.month + cast(literal(f"{back} months"), Interval()), Date)
        found: Any = (
            select(
                literal(kind, String).label("kind"),
                PlanCell.customer_id,
                PlanCell.offering_area_id,
                (later if back else PlanCell.month).label("month"),
                PlanCell.amount,
                PlanCell.row_id,
            )
            .join(Plan, Plan.id == PlanCell.plan_id)
            .where(
                which,
                PlanCell.amount.is_not(None),
                PlanCell.month.between(first, last),
                Plan.currency == period.currency,
            )
        )
        cells: Select[Any] = found
        return cells


def sums(facts: Any) -> list[ColumnElement[Any]]:
    """The sum of each kind; null where there is none."""
    return [func.sum(facts.c.amount).filter(facts.c.kind == kind).label(kind) for kind in KINDS]


def percent(change: Decimal | None, base: Decimal | None) -> Decimal | None:
    """The change in percent, to two decimals; None of nothing, or of nought."""
    if change is None or not base:
        return None
    return (change * 100 / base).quantize(PERCENT, ROUND_HALF_UP)


def less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """What one is more than the other; None if either is unknown."""
    return None if one is None or other is None else one - other
