"""Operators of filters, by the kind of value, each as SQL."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin

from sqlalchemy import (
    ColumnElement,
    Text,
    all_,
    any_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    type_coerce,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.types import TypeEngine

from core.declare.kinds import SQL_TYPES
from core.reading.late import Late, Prepare

Operator = Callable[[ColumnElement[Any], Any], ColumnElement[bool]]
"""A condition on a column for an operand."""


def same(value: Any) -> Any:
    return value


LONGEST_LIST = 1000
"""The most values that `in` and `notIn` take."""


def operand(column: ColumnElement[Any], value: Any, prepare: Prepare = same) -> ColumnElement[Any]:
    """A value as SQL compares it with a column: not rounded, whatever the column has room for."""
    kind = _unbounded(column.type)
    return value.bind(kind, prepare) if isinstance(value, Late) else literal(prepare(value), kind)


def _list(column: ColumnElement[Any], values: Any) -> ColumnElement[Any]:
    """Values as one array parameter, whatever their number."""
    kind = ARRAY(_unbounded(column.type))
    if isinstance(values, Late):
        return cast(values.bind(kind, list), kind)
    return cast(bindparam(None, list(values), kind), kind)


def _unbounded(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind if isinstance(kind, EnumType) else SQL_TYPES.get(kind.python_type, kind)


def _anywhere(text: str) -> str:
    return f"%{_WILDCARD.sub(_ESCAPED, text)}%"


def _at_start(text: str) -> str:
    return f"{_WILDCARD.sub(_ESCAPED, text)}%"


_WILDCARD = re.compile(r"([\\%_])")
_ESCAPED = r"\\\1"


COMPARING: Mapping[str, Operator] = {
    "lt": lambda c, v: c < operand(c, v),
    "lte": lambda c, v: c <= operand(c, v),
    "gt": lambda c, v: c > operand(c, v),
    "gte": lambda c, v: c >= operand(c, v),
}

CHOOSING: Mapping[str, Operator] = {
    "eq": lambda c, v: c == operand(c, v),
    "ne": lambda c, v: c.is_distinct_from(operand(c, v)),
    "in": lambda c, v: c == any_(_list(c, v)),
    "notIn": lambda c, v: or_(c != all_(_list(c, v)), c.is_(None)),
}

NULL: Mapping[str, Operator] = {
    "isNull": lambda c, v: c.is_(None) if v else c.is_not(None),
}

MATCHING: Mapping[str, Operator] = {
    "contains": lambda c, v: c.ilike(operand(c, v, _anywhere)),
    "startsWith": lambda c, v: c.ilike(operand(c, v, _at_start)),
}

CONTAINING: Mapping[str, Operator] = {
    "has": lambda c, v: _texts(c).contains(cast(array([operand(literal(""), v)]), ARRAY(Text))),
    "hasAny": lambda c, v: _texts(c).overlap(_list(literal(""), v)),
    "isEmpty": lambda c, v: (func.coalesce(func.cardinality(c), 0) == 0).is_(v),
}

TEXTS: Mapping[str, str] = {
    "eq": "Equal to this value.",
    "ne": "Not equal to this value; null counts as different.",
    "in": f"One of these values, at most {LONGEST_LIST}.",
    "notIn": f"None of these values, at most {LONGEST_LIST}; null passes.",
    "lt": "Less than, or earlier than, this value.",
    "lte": "At most, or no later than, this value.",
    "gt": "Greater than, or later than, this value.",
    "gte": "At least, or no earlier than, this value.",
    "isNull": "True: without a value. False: with a value.",
    "contains": "Has this text in it, in any case.",
    "startsWith": "Begins with this text, in any case.",
    "has": "Has this value among its values.",
    "hasAny": "Has at least one of these values.",
    "isEmpty": "True: has no values. False: has some.",
}

LISTS = frozenset({"in", "notIn", "hasAny"})
BOOLEANS = frozenset({"isNull", "isEmpty"})


def _texts(column: ColumnElement[Any]) -> ColumnElement[Any]:
    item = getattr(column.type, "item_type", None)
    # PostgreSQL compares no array of varchar with one of text
    return (type_coerce if isinstance(item, Text) else cast)(column, ARRAY(Text))


def operators_for(kind: Any) -> Mapping[str, Operator] | None:
    """The operators for values of a Python type; None if such values cannot be filtered."""
    if get_origin(kind) is list:
        return CONTAINING if get_args(kind)[0] is str else None
    if kind is bool:
        return {"eq": CHOOSING["eq"], **NULL}
    if kind is str:
        return {**CHOOSING, **MATCHING, **NULL}
    if kind in (int, Decimal, date, datetime):
        return {**CHOOSING, **COMPARING, **NULL}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {**CHOOSING, **NULL}
    return None
