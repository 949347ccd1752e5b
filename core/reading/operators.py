"""Operators of filters, by the kind of value, each as SQL."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin

from sqlalchemy import ColumnElement, func, or_

Operator = Callable[[ColumnElement[Any], Any], ColumnElement[bool]]
"""A condition on a column for an operand."""

LONGEST_LIST = 1000
"""The most values that `in` and `notIn` take."""

COMPARING: Mapping[str, Operator] = {
    "lt": lambda c, v: c < v,
    "lte": lambda c, v: c <= v,
    "gt": lambda c, v: c > v,
    "gte": lambda c, v: c >= v,
}

CHOOSING: Mapping[str, Operator] = {
    "eq": lambda c, v: c == v,
    "ne": lambda c, v: c.is_distinct_from(v),
    "in": lambda c, v: c.in_(v),
    "notIn": lambda c, v: or_(c.not_in(v), c.is_(None)),
}

NULL: Mapping[str, Operator] = {
    "isNull": lambda c, v: c.is_(None) if v else c.is_not(None),
}

MATCHING: Mapping[str, Operator] = {
    "contains": lambda c, v: c.icontains(v, autoescape=True),
    "startsWith": lambda c, v: c.istartswith(v, autoescape=True),
}

CONTAINING: Mapping[str, Operator] = {
    "has": lambda c, v: c.contains([v]),
    "hasAny": lambda c, v: c.overlap(v),
    "isEmpty": lambda c, v: (func.cardinality(c) == 0) if v else (func.cardinality(c) > 0),
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


def optional_free(annotation: Any) -> Any:
    """`int | None` -> `int`."""
    members = [a for a in get_args(annotation) if a is not type(None)]
    is_union = type(None) in get_args(annotation)
    return members[0] if is_union and len(members) == 1 else annotation
