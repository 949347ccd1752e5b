"""Lists of Python types that PostgreSQL can tell as JSON, for answers that are text throughout."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select

IN_SQL = "in_sql"
"""The metadata of a field that has a function which gives its `Listed`."""


@dataclass(frozen=True)
class RowOf:
    """The row of an entity that has a key, if the viewer sees it."""

    entity: str
    key: ColumnElement[Any]


@dataclass(frozen=True)
class Inside:
    """An object of a Python type: what its fields show, by their names in the schema.

    Columns must show what the fields' scalars do: amounts as text, days as dates.
    """

    type: str
    values: Mapping[str, "Value"]


Value = ColumnElement[Any] | RowOf | Inside | Sequence[Inside]


@dataclass(frozen=True)
class Listed:
    """A list of objects of a Python type, and what selects columns of its rows in their order."""

    item: Inside
    rows: Callable[[Sequence[ColumnElement[Any]]], Select[Any]]


Tell = Callable[[Any], Listed | None]
"""Tells of the object that a field is of how SQL makes its list; None if only Python can."""


def in_sql(tell: Tell) -> Mapping[str, Any]:
    """The metadata of a field whose list compiled reads take from PostgreSQL as JSON.

    The resolver must answer alike: the reference path asks it alone, and compiled reads wherever
    a field below the list is neither among its values nor declared.
    """
    return {IN_SQL: tell}
