"""Rows and lists of rows as JSON, made by PostgreSQL."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, func, literal, literal_column, select

from core.reading.late import Late


def object_of(row: Select[Any]) -> ColumnElement[Any]:
    """The one row of a select as a JSON object; null where there is none."""
    found = row.subquery()
    return select(func.row_to_json(found.table_valued())).scalar_subquery()


def listed(rows: Select[Any]) -> ColumnElement[Any]:
    """The rows of a select as a JSON array, in their order."""
    found = rows.subquery()
    return select(or_empty(func.json_agg(found.table_valued()))).scalar_subquery()


def or_empty(array: ColumnElement[Any]) -> ColumnElement[Any]:
    """An aggregate, or an empty JSON array where there was no row."""
    return func.coalesce(array, literal_column("'[]'::json"))


def number(value: Any, plus: int = 0) -> ColumnElement[int]:
    """A whole number as a parameter, and something added."""
    if isinstance(value, Late):
        return value.bind(BigInteger(), lambda known: known + plus)
    return literal(value + plus, BigInteger())
