"""Where a page begins, when a statement is kept for many requests."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from core.reading.cursors import decode
from core.reading.late import Late, converted
from core.reading.ordering import Term
from schema.compiled.requested import Requested


def cursor_values(requested: Requested, mark: str, order: Sequence[Term], cursor: Any) -> list[Any]:
    """The values of a cursor; of a late one late values, but null where this one has null."""
    if not isinstance(cursor, Late):
        return decode(mark, order, cursor)
    known = decode(mark, order, cursor.read(requested.given))
    return [
        None if value is None else converted(cursor, partial(_value, mark, order, place))
        for place, value in enumerate(known)
    ]


def _value(mark: str, order: Sequence[Term], place: int, cursor: str) -> Any:
    return decode(mark, order, cursor)[place]
