"""Filters in plain Python: what `customers(filter:)` must answer for rows at hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
"""A row as the API shows it, its relations as rows and lists of rows."""

ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
}
OF_TEXT: Mapping[str, Callable[[str, str], bool]] = {
    "contains": lambda a, b: b.lower() in a.lower(),
    "startsWith": lambda a, b: a.lower().startswith(b.lower()),
}
RELATIONS = ("owner", "parent", "stage")
"""Relations to one row, which may be null."""


def holds(row: Row, where: Mapping[str, Any]) -> bool:
    """Whether a filter holds for a row."""
    return all(_part(row, name, value) for name, value in where.items())


def _part(row: Row, name: str, value: Any) -> bool:
    if name == "and":
        return all(holds(row, part) for part in value)
    if name == "or":
        return any(holds(row, part) for part in value)
    if name == "not":
        return not holds(row, value)
    found = row[name]
    if isinstance(found, list):
        return all(_quantified(found, quantifier, part) for quantifier, part in value.items())
    if isinstance(found, dict):
        return holds(found, value)
    if name in RELATIONS:
        return False
    return all(compare(found, operator, operand) for operator, operand in value.items())


def _quantified(rows: Sequence[Row], quantifier: str, where: Mapping[str, Any]) -> bool:
    found = [holds(row, where) for row in rows]
    return {"some": any(found), "none": not any(found), "every": all(found)}[quantifier]


def compare(value: Any, operator: str, operand: Any) -> bool:
    """Whether an operator holds; null is equal to nothing, and different from everything."""
    if operator == "isNull":
        return bool((value is None) == operand)
    if operator in ("ne", "notIn"):
        return value is None or not compare(value, {"ne": "eq", "notIn": "in"}[operator], operand)
    if value is None:
        return False
    if operator == "in":
        return value in [typed(value, o) for o in operand]
    value, operand = typed(value, value), typed(value, operand)
    if operator == "eq":
        return bool(value == operand)
    return {**ORDERED, **OF_TEXT}[operator](value, operand)


def typed(like: Any, value: Any) -> Any:
    """An operand as a value of the same type."""
    if isinstance(like, Decimal):
        return Decimal(value)
    if isinstance(like, datetime):
        return datetime.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(like, date):
        return date.fromisoformat(value) if isinstance(value, str) else value
    return value
