"""Cursors as `core.reading.cursors` makes them, said in SQL."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, cast, func, literal

from core.reading.ordering import Term
from schema.compiled.values import plain


def cursor(mark: str, order: Sequence[Term]) -> ColumnElement[str]:
    """The cursor of a row: base64 of the list's mark and the JSON of the order's values."""
    values = func.json_build_array(*(plain(term.sql) for term in order))
    text = literal(mark, String) + cast(values, String)
    encoded = func.encode(func.convert_to(text, "UTF8"), "base64")
    return func.replace(encoded, "\n", "", type_=String)
