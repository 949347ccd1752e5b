"""The rows of a grid as JSON that PostgreSQL makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Numeric,
    Select,
    String,
    Subquery,
    and_,
    cast,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import array

from core.ids import encode_sql
from core.reading.texts import Inside, Listed, RowOf, Value
from plugins.plans.enums import CellSource
from plugins.plans.grid_statements import MONEY, GridStatements, same_place
from plugins.plans.grid_types import GridMonth
from plugins.plans.models import PlanCell, PlanRow

NOUGHT = literal(0, Numeric(14, 2))

Amounts = Sequence[ColumnElement[Any]]
"""An amount for each month."""


@dataclass(frozen=True)
class GridListing:
    """Selects the rows of a grid with an amount of each kind for each month."""

    statements: GridStatements
    columns: Sequence[GridMonth]
    kinds: Sequence[str]
    """What is told beside what is planned."""
    extended: bool

    def listed(self) -> Listed:
        """What the fields of the rows show."""
        places = self.statements.places()
        page = self.statements.page(places)
        planned, beside = self._planned(), self._beside(places)
        row = and_(PlanRow.plan_id == self.statements.key, same_place(PlanRow, page))

        def rows(columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
            found = select(*columns).select_from(page).outerjoin(PlanRow, row)
            found = found.outerjoin(planned, planned.c.row_id == PlanRow.id)
            if beside is not None:
                found = found.outerjoin(beside, same_place(beside, page))
            return found.order_by(page.c.place)

        return Listed(Inside("GridRow", self._values(page, planned, beside)), rows)

    def _planned(self) -> Subquery:
        cell = PlanCell
        amounts = self._by_month(cell.month, cell.amount)
        return (
            select(cell.row_id, *amounts)
            .where(cell.plan_id == self.statements.key, cell.month.between(*self._ends))
            .group_by(cell.row_id)
            .subquery("planned")
        )

    def _beside(self, places: CTE) -> Subquery | None:
        """The other kinds: a row for each place and kind first, and these side by side."""
        if not self.kinds:
            return None
        facts = self.statements.facts(places, self.kinds)
        keys = facts.c.customer_id, facts.c.offering_area_id
        each = (
            select(*keys, facts.c.kind, *self._by_month(facts.c.month, facts.c.amount))
            .group_by(*keys, facts.c.kind)
            .subquery("each_kind")
        )
        columns = [
            func.max(each.c[_name(n)]).filter(each.c.kind == kind).label(_name(n, kind))
            for kind in self.kinds
            for n in range(len(self.columns))
        ]
        places_of = each.c.customer_id, each.c.offering_area_id
        return select(*places_of, *columns).group_by(*places_of).subquery("beside")

    @property
    def _ends(self) -> tuple[date, date]:
        return self.columns[0].month, self.columns[-1].month

    def _by_month(self, month: Any, amount: Any) -> list[ColumnElement[Any]]:
        return [
            func.max(amount).filter(month == column.month).label(_name(n))
            for n, column in enumerate(self.columns)
        ]

    def _values(self, page: CTE, planned: Subquery, beside: Subquery | None) -> dict[str, Value]:
        numbers = range(len(self.columns))
        amounts = [planned.c[_name(n)] for n in numbers]
        actual = self._of(beside, "actual")
        known = zip(self.columns, amounts, actual, strict=True)
        shown = [a if month.shows is CellSource.ACTUAL else p for month, p, a in known]
        return {
            "customerId": encode_sql("customer", page.c.customer_id),
            "offeringAreaId": encode_sql("product_basket", page.c.offering_area_id),
            "customer": RowOf("Customer", page.c.customer_id),
            "offeringArea": RowOf("ProductBasket", page.c.offering_area_id),
            "version": cast(func.coalesce(PlanRow.version, 0), Integer),
            "editable": page.c.editable,
            "planned": _texts(amounts),
            "actual": _texts(actual),
            "shown": _texts(shown),
            "cells": [
                _cell(*parts) for parts in zip(self.columns, amounts, actual, shown, strict=True)
            ],
            "extended": self._extended(beside, amounts, actual),
        }

    def _of(self, beside: Subquery | None, kind: str) -> Amounts:
        """The amounts of a kind; nought where a series has none, null where nobody knows it."""
        if beside is None or kind not in self.kinds:
            return [null().cast(Numeric(14, 2))] * len(self.columns)
        found = [beside.c[_name(n, kind)] for n in range(len(self.columns))]
        return [func.coalesce(amount, NOUGHT) for amount in found] if kind in MONEY else found

    def _extended(self, beside: Subquery | None, planned: Amounts, actual: Amounts) -> Value:
        if not self.extended:
            return null()
        pairs = zip(actual, planned, strict=True)
        return Inside(
            "GridExtended",
            {
                "target": _texts(self._of(beside, "target")),
                "forecast": _texts(self._of(beside, "forecast")),
                "actual": _texts(actual),
                "billingForecast": _texts(self._of(beside, "billing_forecast")),
                "variance": _texts([a - func.coalesce(p, NOUGHT) for a, p in pairs]),
            },
        )


def _name(number: int, kind: str = "") -> str:
    return f"{kind}m{number}"


def _texts(amounts: Amounts) -> ColumnElement[Any]:
    return array([cast(amount, String) for amount in amounts])


def _cell(
    month: GridMonth, planned: Any, actual: ColumnElement[Any], shown: ColumnElement[Any]
) -> Inside:
    because = month.locked_because
    return Inside(
        "GridCell",
        {
            "month": literal(month.month, Date()),
            "planned": cast(planned, String),
            "actual": cast(actual, String),
            "shown": cast(shown, String),
            "source": literal(month.shows.name),
            "locked": literal(month.locked),
            "lockedBecause": null() if because is None else literal(because.name),
        },
    )
