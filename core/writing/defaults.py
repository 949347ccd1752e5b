"""What a column holds when nothing is given, known before the row is written."""

from typing import Any

import orjson
from sqlalchemy import ARRAY, Column, Enum, False_, True_
from sqlalchemy.schema import ColumnDefault, DefaultClause
from sqlalchemy.types import JSON


def constant_default(column: Column[Any]) -> Any:
    """The constant default of a column, or None if it has none."""
    if isinstance(column.default, ColumnDefault) and column.default.is_scalar:
        return column.default.arg
    if not isinstance(column.server_default, DefaultClause):
        return None
    return _parsed(column, column.server_default.arg)


def _parsed(column: Column[Any], given: object) -> Any:
    if isinstance(given, True_ | False_):
        return isinstance(given, True_)
    if not isinstance(given, str):
        return None
    kind = column.type
    if isinstance(kind, Enum):
        return kind.enum_class[given] if kind.enum_class else given
    if isinstance(kind, ARRAY):
        return [] if given == "{}" else None
    if isinstance(kind, JSON):
        return orjson.loads(given)
    return kind.python_type(given)
