"""PostgreSQL's words for statements and types."""

from typing import Any

from sqlalchemy import ColumnElement, make_url
from sqlalchemy.types import NullType

DIALECT = make_url("postgresql+asyncpg://").get_dialect()()


def type_name(column: ColumnElement[Any]) -> str:
    """PostgreSQL's type of the values of a column."""
    if isinstance(column.type, NullType):
        return "text"
    return column.type.compile(dialect=DIALECT).lower()
