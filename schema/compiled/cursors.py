"""Cursors as `core.reading.cursors` makes them, said in SQL."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, literal
from sqlalchemy.types import Enum as EnumType

from core.reading.ordering import Term
from schema.compiled.values import INSTANT


def cursor(mark: str, order: Sequence[Term]) -> ColumnElement[str]:
    """The cursor of a row: base64 of the list's mark and the JSON of the order's values."""
    values = func.json_build_array(*(_plain(term.sql) for term in order))
    text = literal(mark, String) + cast(values, String)
    encoded = func.encode(func.convert_to(text, "UTF8"), "base64")
    return func.replace(encoded, "\n", "", type_=String)


def _plain(value: ColumnElement[Any]) -> ColumnElement[Any]:
    kind = value.type
    if isinstance(kind, EnumType) or kind.python_type in (Decimal, date):
        return cast(value, String)
    if kind.python_type is datetime:
        return func.to_char(value, INSTANT)
    return value
