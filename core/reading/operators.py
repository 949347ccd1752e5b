"""Operators of filters, by the kind of value, each as SQL."""

from collections.abc import Callable, Mapping, Sequence
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
from sqlalchemy.dialects.postgresql import ARRAY

from core.declare.kinds import SQL_TYPES

Operator = Callable[[ColumnElement[Any], Any], ColumnElement[bool]]
"""A condition on a column for an operand."""

LONGEST_LIST = 1000
"""The most values that `in` and `notIn` take."""


def operand(column: ColumnElement[Any], value: Any) -> ColumnElement[Any]:
    """A value as SQL compares it with a column: not rounded, whatever the column has room for."""
    return literal(value, SQL_TYPES.get(type(value), column.type))


def _list(column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[Any]:
    """Values as one array parameter, whatever their number."""
    kind = ARRAY(SQL_TYPES.get(type(values[0]), column.type) if values else column.type)
    return cast(bindparam(None, list(values), kind), kind)


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
    "contains": lambda c, v: c.icontains(v, autoescape=True),
    "startsWith": lambda c, v: c.istartswith(v, autoescape=True),
}

CONTAINING: Mapping[str, Operator] = {
    "has": lambda c, v: type_coerce(c, ARRAY(Text)).contains([v]),
    "hasAny": lambda c, v: type_coerce(c, ARRAY(Text)).overlap(v),
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
