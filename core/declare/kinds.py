"""The SQL types of Python's kinds of values, without the bounds that a column adds."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Numeric, Text
from sqlalchemy.types import TypeEngine

SQL_TYPES: Mapping[type, TypeEngine[Any]] = {
    bool: Boolean(),
    str: Text(),
    int: BigInteger(),
    Decimal: Numeric(),
    date: Date(),
    datetime: DateTime(timezone=True),
}


def optional_free(annotation: Any) -> Any:
    """`int | None` -> `int`."""
    members = [a for a in get_args(annotation) if a is not type(None)]
    is_union = type(None) in get_args(annotation)
    return members[0] if is_union and len(members) == 1 else annotation
