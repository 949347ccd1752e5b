"""Splitting an amount over rows, and the share of each row over its months, in one statement.

The rule is that of `core.money.split`: largest remainder, ties to the row made first and to the
earliest month.
"""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, Numeric, Select, cast, func, literal, select


def split_over(cells: CTE, cents: int) -> Select[Any]:
    """The row, month and amount of each cell.

    `cells` has row_id, month, weight and row_weight, whole numbers of 0 or more.
    """
    shares = _shares(cells, cents).cte("shares")
    whole = func.coalesce(func.nullif(_sum(cells.c.weight, cells.c.row_id), 0), 1)
    exact = shares.c.cents * cells.c.weight
    parts = (
        select(
            cells.c.row_id,
            cells.c.month,
            shares.c.cents,
            func.div(exact, whole).label("base"),
            func.mod(exact, whole).label("rest"),
        )
        .join(shares, shares.c.row_id == cells.c.row_id)
        .cte("parts")
    )
    place = func.row_number().over(
        partition_by=parts.c.row_id, order_by=(parts.c.rest.desc(), parts.c.month)
    )
    given = parts.c.base + _one(place <= parts.c.cents - _sum(parts.c.base, parts.c.row_id))
    amount = cast(given / 100, Numeric(14, 2)).label("amount")
    return select(parts.c.row_id, parts.c.month, amount)


def _shares(cells: CTE, cents: int) -> Select[Any]:
    """The cents of each row."""
    rows = (
        select(cells.c.row_id, func.max(cells.c.row_weight).label("weight"))
        .group_by(cells.c.row_id)
        .cte("weighted_rows")
    )
    # rows that nothing tells apart get the same
    weight = func.coalesce(rows.c.weight, 0) + _one(func.sum(rows.c.weight).over() == 0)
    even = select(rows.c.row_id, weight.label("weight")).cte("row_weights")
    exact = literal(cents, Numeric()) * even.c.weight
    whole = func.sum(even.c.weight).over()
    based = select(
        even.c.row_id, func.div(exact, whole).label("base"), func.mod(exact, whole).label("rest")
    ).cte("based")
    place = func.row_number().over(order_by=(based.c.rest.desc(), based.c.row_id))
    left = literal(cents, Numeric()) - func.sum(based.c.base).over()
    return select(based.c.row_id, (based.c.base + _one(place <= left)).label("cents"))


def _sum(value: ColumnElement[Any], row: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.sum(value).over(partition_by=row)


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(condition, Integer)
