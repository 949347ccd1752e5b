"""The statements that read a grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
    literal,
    literal_column,
    select,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased
from strawberry.utils.str_converters import to_camel_case

from core.employees.models import Team
from core.money.monthly import Series
from core.products.models import ProductBasket
from core.reading.visible import visible
from plugins.plans.enums import CompareTo, PlanSide
from plugins.plans.figures import KINDS, Figures, sums
from plugins.plans.members import covered, is_area, members
from plugins.plans.models import PlanCell, PlanRow
from plugins.plans.planning import Planning, customers

NEEDED = {
    "shown": {"planned", "actual"},
    "variance": {"planned", "actual"},
    "change": {"planned", "base"},
    "changePercent": {"planned", "base"},
}
"""What fields of totals are made of."""

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
    row_fields: frozenset[str] = frozenset()
    """Names of the fields that are asked of rows, as the next of totals."""
    total_fields: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    """Names of the fields that are asked of the grid itself."""


@dataclass(frozen=True)
class GridStatements:
    """The statements of a grid: its rows by pages, and its totals."""

    planning: Planning
    figures: Figures
    months: Sequence[date]
    wanted: Wanted

    @property
    def key(self) -> int:
        """The key of the plan."""
        return self.planning.plan.id

    def places(self) -> CTE:
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

    def facts(self, places: CTE, kinds: Sequence[str]) -> CTE:
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

    def count(self) -> Select[Any]:
        """How many rows there are."""
        return select(func.count().label("row_count")).select_from(self.places())

    def totals(self, actual: Sequence[date]) -> Select[Any]:
        """The sums that are asked for; `actual` are the months that show actual invoicing."""
        places = self.places()
        facts = self.facts(places, _kinds(self.wanted.total_fields))
        shown = facts.c.kind == "planned"
        if actual:
            locked = facts.c.month.in_(actual)
            shown = (locked & (facts.c.kind == "actual")) | (~locked & shown)
        count = select(func.count()).select_from(places).scalar_subquery()
        keys = {"byMonth": facts.c.month, "byOfferingArea": facts.c.offering_area_id}
        asked = [column for name, column in keys.items() if name in self.wanted.parts]
        is_total = func.grouping(*asked) == 2 ** len(asked) - 1 if asked else literal(True)
        return select(
            *(_if_asked(column, asked) for column in keys.values()),
            is_total.label("is_total"),
            func.sum(facts.c.amount).filter(shown).label("shown"),
            count.label("row_count"),
            *sums(facts),
        ).group_by(func.grouping_sets(tuple_(), *(tuple_(column) for column in asked)))

    def rows(self, kinds: Sequence[str]) -> Select[Any]:
        """A page of rows, with what is planned and what stands beside it."""
        places = self.places()
        page = self.page(places)
        planned = self._planned().subquery()
        row = and_(PlanRow.plan_id == self.planning.plan.id, same_place(PlanRow, page))
        found = (
            select(
                page,
                func.coalesce(PlanRow.version, 0).label("version"),
                planned.c.planned_at,
                planned.c.planned_amounts,
            )
            .outerjoin(PlanRow, row)
            .outerjoin(planned, planned.c.row_id == PlanRow.id)
            .order_by(page.c.place)
        )
        if not kinds:
            return found
        beside = self._series(self.facts(places, kinds), kinds).subquery()
        columns = (beside.c[f"{kind}_{what}"] for kind in kinds for what in ("at", "amounts"))
        return found.add_columns(*columns).outerjoin(beside, same_place(beside, page))

    def _planned(self) -> Select[Any]:
        """The cells of each row of the plan."""
        columns = self._arrays("planned", PlanCell.month, PlanCell.amount)
        return (
            select(PlanCell.row_id, *columns)
            .where(
                PlanCell.plan_id == self.planning.plan.id,
                PlanCell.amount.is_not(None),
                PlanCell.month.between(self.months[0], self.months[-1]),
            )
            .group_by(PlanCell.row_id)
        )

    def page(self, places: CTE) -> CTE:
        """The rows of the page that is asked for, by `place`."""
        area = aliased(ProductBasket)
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
            # PostgreSQL takes a page of unknown size for a small one, and plans so
            .limit(literal_column(str(int(self.wanted.first))))
            .cte("page")
        )

    def _series(self, facts: CTE, kinds: Sequence[str]) -> Select[Any]:
        """For each place and kind, at which months there are amounts, and which."""
        columns: list[ColumnElement[Any]] = []
        for kind in kinds:
            columns += self._arrays(kind, facts.c.month, facts.c.amount, facts.c.kind == kind)
        keys = facts.c.customer_id, facts.c.offering_area_id
        return select(*keys, *columns).group_by(*keys)

    def _arrays(
        self, kind: str, month: Any, amount: Any, chosen: ColumnElement[bool] | None = None
    ) -> list[ColumnElement[Any]]:
        begin = self.months[0].year * 12 + self.months[0].month
        at = cast(extract("year", month) * 12 + extract("month", month) - begin, Integer)
        arrays: list[Any] = [
            func.array_agg(at, type_=ARRAY(Integer)),
            func.array_agg(amount, type_=ARRAY(Numeric(14, 2))),
        ]
        if chosen is not None:
            arrays = [array.filter(chosen) for array in arrays]
        names = (f"{kind}_at", f"{kind}_amounts")
        return [array.label(name) for array, name in zip(arrays, names, strict=True)]


def _if_asked(column: Any, asked: Sequence[Any]) -> ColumnElement[Any]:
    """A column that is grouped by, null otherwise."""
    grouped = any(column is other for other in asked)
    return (column if grouped else literal(None, column.type)).label(column.name)


def _kinds(fields: frozenset[str]) -> list[str]:
    """What must be read to answer fields of totals."""
    needed = {kind for kind in KINDS if to_camel_case(kind) in fields}
    for name in fields & NEEDED.keys():
        needed |= NEEDED[name]
    return [kind for kind in KINDS if kind in needed or kind == "planned"]


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


def same_place(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether two rows are of the same customer and offering area."""
    columns = one.c if hasattr(one, "c") else one
    return and_(
        columns.customer_id == other.c.customer_id,
        columns.offering_area_id == other.c.offering_area_id,
    )
