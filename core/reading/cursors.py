"""Cursors: where a page ended. Opaque to clients; a damaged or foreign one is refused."""

import base64
import json
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from operator import itemgetter
from typing import Any

from core.errors import BadInput
from core.reading.late import Late, converted
from core.reading.ordering import Step, Term
from core.scalars import (
    checked_text,
    decimal_text,
    instant_text,
    parse_date,
    parse_decimal,
    parse_instant,
)

_REFUSAL = "'after' is not a cursor of this list in this order. Use an endCursor it returned."


MARK_LENGTH = 8


def list_mark(name: str, order: Sequence[Step]) -> str:
    """What tells cursors of one list and order from those of others."""
    text = "/".join([name, *(f"{t.name}{'-' if t.descending else '+'}" for t in order)])
    return f"{zlib.crc32(text.encode()):0{MARK_LENGTH}x}"


def encode(mark: str, values: Sequence[Any]) -> str:
    text = mark + json.dumps([_plain(v) for v in values], ensure_ascii=False)
    return base64.b64encode(text.encode()).decode()


def decode(mark: str, order: Sequence[Term], cursor: str) -> list[Any]:
    """The values of the order's terms at the cursor; BadInput if it is none of this list."""
    try:
        text = base64.b64decode(cursor, validate=True).decode()
        values = json.loads(text[len(mark) :])
        if not text.startswith(mark) or len(values) != len(order):
            raise ValueError(cursor)
        return [_typed(t, v) for t, v in zip(order, values, strict=True)]
    except (ValueError, TypeError, LookupError, RecursionError):
        raise BadInput(_REFUSAL) from None


def cursor_values(mark: str, order: Sequence[Term], cursor: Any) -> list[Any]:
    """The values of a cursor; of a late one late values, but null where this one has null."""
    found = converted(cursor, partial(decode, mark, order))
    if not isinstance(found, Late):
        return list(found)
    return [
        None if value is None else converted(found, itemgetter(place))
        for place, value in enumerate(found.known)
    ]


def nulls(cursor: str) -> tuple[str, ...]:
    """What decides how the condition for a cursor reads: its list, and where it holds null."""
    try:
        text = base64.b64decode(cursor, validate=True).decode()
        values = json.loads(text[MARK_LENGTH:])
        return text[:MARK_LENGTH], *("null" if value is None else "" for value in values)
    except (ValueError, TypeError, RecursionError):
        return ("damaged",)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, Decimal):
        return decimal_text(value)
    return value if value is None or isinstance(value, str | int) else str(value)


_PARSERS: dict[type, Callable[[Any], Any]] = {
    Decimal: parse_decimal,
    date: parse_date,
    datetime: parse_instant,
}


def _typed(term: Term, value: Any) -> Any:
    if value is None and term.nullable:
        return None
    kind = term.sql.type.python_type
    if issubclass(kind, Enum):
        return kind[value]
    if kind in _PARSERS:
        return _PARSERS[kind](value)
    if kind is str:
        return checked_text(value)
    if type(value) is not kind or (kind is int and not -(2**63) <= value < 2**63):
        raise ValueError(value)
    return value
