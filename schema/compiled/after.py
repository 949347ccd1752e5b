"""Where a page begins, when a statement is kept for many requests."""

from collections.abc import Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from core.reading.cursors import decode
from core.reading.late import Late, converted
from core.reading.ordering import Term


def cursor_values(mark: str, order: Sequence[Term], cursor: Any) -> list[Any]:
    """The values of a cursor; of a late one late values, but null where this one has null."""
    found = converted(cursor, partial(decode, mark, order))
    if not isinstance(found, Late):
        return list(found)
    return [
        None if value is None else converted(found, itemgetter(place))
        for place, value in enumerate(found.known)
    ]
