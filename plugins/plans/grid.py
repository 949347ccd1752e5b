"""The grid of a plan: its rows, and totals that PostgreSQL adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Numeric,
    Select,
    and_,
    cast,
    extract,
    func,
    select,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased

from core.employees.models import Team
from core.money.monthly import Series
from core.products.models import ProductBasket
from core.reading.visible import visible
from plugins.plans.enums import CellSource, CompareTo, PlanSide
from plugins.plans.figures import KINDS, Figures, less, percent, sums
from plugins.plans.grid_types import Amounts, GridMonth, GridRow, GridTotal, PlanGrid
from plugins.plans.locking import Span
from plugins.plans.members import covered, is_area, members
from plugins.plans.models import PlanRow
from plugins.plans.planning import Planning, customers

NOUGHT = Decimal("0.00")
MONEY = {"actual": Series.ACTUAL, "billing_forecast": Series.BILLING_FORECAST}


@dataclass(frozen=True)
class Wanted:
    """Which rows are shown, and what their totals are compared with."""

    customer: int | None = None
    owner: int | None = None
    team: int | None = None
    areas: Sequence[int] | None = None
    compare_to: CompareTo | None = None
    first: int = 500
    after: tuple[int, int] | None = None
    extended: bool = False


@dataclass(frozen=True)
class Grid:
    """Reads a grid by two statements, whatever its size."""

    planning: Planning
    figures: Figures
    months: Sequence[date]
    wanted: Wanted

    async def read(self) -> PlanGrid:
        """The grid as the viewer sees it."""
        shows = self.shows
        fetch = self.figures.deployment.database.fetch
        totals = await fetch(self._totals())
        every = next(found for found in totals if found.is_total)
        rows = await fetch(self._rows()) if shows("customer_rows") else []
        made = [self._total(found) for found in totals]
        has_totals = shows("total_rows")
        by_month = sorted((t for t in made if t.month), key=lambda total: total.month or date.min)
        return PlanGrid(
            name=self.planning.plan.name,
            currency=self.planning.plan.currency,
            months=[*self.columns],
            rows=[self._row(found) for found in rows],
            row_count=every.row_count,
            by_month=by_month if has_totals else None,
            by_offering_area=[t for t in made if t.area_key] if has_totals else None,
            total=self._total(every) if has_totals else None,
        )

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

    def _places(self) -> CTE:
        """The customers and offering areas that the viewer sees in the plan."""
        planning, wanted = self.planning, self.wanted
        member, area, customer = customers(), aliased(ProductBasket), customers()
        covering = (
            select(member.id.label("customer_id"), area.id.label("offering_area_id"))
            .join_from(member, area, is_area(area))
            .where(covered(member, planning.plan.id))
        )
        stored = select(PlanRow.customer_id, PlanRow.offering_area_id).where(
            PlanRow.plan_id == planning.plan.id
        )
        place = union(covering, stored).subquery()
        card = planning.registry.entity("Customer")
        return (
            select(
                place.c.customer_id,
                place.c.offering_area_id,
                visible(planning.registry, card, customer, planning.viewer).label("has_card"),
                planning.editable(customer).label("editable"),
                customer.name_sort.label("customer_name"),
            )
            .join(customer, customer.id == place.c.customer_id)
            .where(planning.seen(customer), *_filters(wanted, customer, place))
            .cte("places")
        )

    def _facts(self, places: CTE, kinds: Sequence[str]) -> CTE:
        """What is told of the places; of others' money only with the card."""
        found = [part for kind in kinds if (part := self._part(kind)) is not None]
        facts = union_all(*found).subquery()
        same = and_(
            places.c.customer_id == facts.c.customer_id,
            places.c.offering_area_id == facts.c.offering_area_id,
            places.c.has_card | facts.c.kind.not_in(["actual", "billing_forecast"]),
        )
        return select(facts).join(places, same).cte("facts")

    def _part(self, kind: str) -> Select[Any] | None:
        figures, plan = self.figures, self.planning.plan
        if kind == "planned":
            return figures.planned(plan)
        if kind in MONEY:
            return figures.money(kind, MONEY[kind])
        if kind == "base":
            compare_to = self.wanted.compare_to
            return figures.base(compare_to, plan.side) if compare_to else None
        return figures.in_use(kind, PlanSide[kind.upper()])

    def _totals(self) -> Select[Any]:
        places = self._places()
        facts = self._facts(places, KINDS)
        actual = [month.month for month in self.columns if month.shows is CellSource.ACTUAL]
        shown = facts.c.kind == "planned"
        if actual:
            locked = facts.c.month.in_(actual)
            shown = (locked & (facts.c.kind == "actual")) | (~locked & shown)
        count = select(func.count()).select_from(places).scalar_subquery()
        month, area = facts.c.month, facts.c.offering_area_id
        return select(
            month,
            area,
            (func.grouping(month, area) == 3).label("is_total"),
            func.sum(facts.c.amount).filter(shown).label("shown"),
            count.label("row_count"),
            *sums(facts),
        ).group_by(func.grouping_sets(tuple_(month), tuple_(area), tuple_()))

    def _rows(self) -> Select[Any]:
        places, area = self._places(), aliased(ProductBasket)
        page = self._page(places, area)
        beside = ["target", "forecast", "billing_forecast"] if self._extended else []
        kinds = ["planned", "actual", *beside]
        facts = self._facts(places, kinds)
        series = self._series(facts, kinds).subquery()
        same = _same_place(series, page)
        return (
            select(
                page,
                func.coalesce(PlanRow.version, 0).label("version"),
                *(series.c[f"{kind}_{what}"] for kind in kinds for what in ("at", "amounts")),
            )
            .outerjoin(series, same)
            .outerjoin(
                PlanRow,
                and_(PlanRow.plan_id == self.planning.plan.id, _same_place(PlanRow, page)),
            )
            .order_by(page.c.place)
        )

    def _page(self, places: CTE, area: Any) -> CTE:
        order = (places.c.customer_name, places.c.customer_id, area.name_sort, area.id)
        found = select(
            places.c.customer_id,
            places.c.offering_area_id,
            places.c.editable,
            func.row_number().over(order_by=order).label("place"),
        ).join(area, area.id == places.c.offering_area_id)
        numbered = found.cte("numbered")
        start: Any = 0
        if self.wanted.after is not None:
            customer_id, area_id = self.wanted.after
            start = (
                select(numbered.c.place)
                .where(
                    numbered.c.customer_id == customer_id, numbered.c.offering_area_id == area_id
                )
                .scalar_subquery()
            )
        return (
            select(numbered)
            .where(numbered.c.place > start)
            .order_by(numbered.c.place)
            .limit(self.wanted.first)
            .cte("page")
        )

    @property
    def _extended(self) -> bool:
        return self.wanted.extended and self.shows("extended_customer_rows")

    def _series(self, facts: CTE, kinds: Sequence[str]) -> Select[Any]:
        """For each place and kind, at which months there are amounts, and which."""
        first = self.months[0]
        begin = first.year * 12 + first.month
        at = cast(
            extract("year", facts.c.month) * 12 + extract("month", facts.c.month) - begin, Integer
        )
        columns: list[ColumnElement[Any]] = []
        for kind in kinds:
            chosen = facts.c.kind == kind
            columns += [
                func.array_agg(at, type_=ARRAY(Integer)).filter(chosen).label(f"{kind}_at"),
                func.array_agg(facts.c.amount, type_=ARRAY(Numeric(14, 2)))
                .filter(chosen)
                .label(f"{kind}_amounts"),
            ]
        keys = facts.c.customer_id, facts.c.offering_area_id
        return select(*keys, *columns).group_by(*keys)

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
        at = getattr(found, f"{kind}_at") or ()
        for place, amount in zip(at, getattr(found, f"{kind}_amounts") or (), strict=True):
            row[place] = amount
        return row

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


def _filters(wanted: Wanted, customer: Any, place: Any) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.customer is not None:
        found.append(customer.id == wanted.customer)
    if wanted.owner is not None:
        found.append(customer.owner_id == wanted.owner)
    if wanted.team is not None:
        found.append(customer.owner_id.in_(members(select(Team.id).where(Team.id == wanted.team))))
    if wanted.areas is not None:
        found.append(place.c.offering_area_id.in_(wanted.areas))
    return found


def _same_place(one: Any, other: Any) -> ColumnElement[bool]:
    columns = one.c if hasattr(one, "c") else one
    return and_(
        columns.customer_id == other.c.customer_id,
        columns.offering_area_id == other.c.offering_area_id,
    )


def _or_nought(amount: Decimal | None) -> Decimal:
    return NOUGHT if amount is None else amount
