"""Splitting an amount in SQL, by the same rule as in Python."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, Numeric, TableValuedAlias, column, func
from sqlalchemy.sql.elements import SQLCoreOperations

from core.money.enums import SplitMethod

Amount = SQLCoreOperations[Decimal] | SQLCoreOperations[Decimal | None]


def split_cents(
    amount: Amount,
    method: SQLCoreOperations[SplitMethod],
    months: SQLCoreOperations[int],
    points: ColumnElement[Any] | SQLCoreOperations[Any],
) -> TableValuedAlias:
    """A row for each month: `place` from 1, and `part` of the amount, with two decimals."""
    found = func.split_cents(amount, method, months, points)
    return found.table_valued(column("place", Integer), column("part", Numeric(14, 2)))
