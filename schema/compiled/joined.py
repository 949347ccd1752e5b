"""Related rows that are joined to the rows of a list, rather than looked up for each of them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, outerjoin
from sqlalchemy.sql import FromClause

from core.declare.aliases import alias, source_of
from core.declare.field import Alias


class Joined:
    """The rows of a list, with the one related row of each that was asked for."""

    def __init__(self, row: Alias) -> None:
        self.rows: list[Alias] = [row]
        self.source: FromClause = source_of(row)

    def join(self, model: type[Any], on: Callable[[Alias], ColumnElement[bool]]) -> Alias:
        """Join the one row for which the condition holds; all its columns are null without it."""
        row: Any = alias(model)
        self.rows.append(row)
        self.source = outerjoin(self.source, row, on(row))
        return row
