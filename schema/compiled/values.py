"""Values as the JSON that the API shows, said in SQL."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Numeric,
    String,
    case,
    cast,
    func,
    literal_column,
)
from sqlalchemy.types import Boolean
from sqlalchemy.types import Enum as EnumType

from core.declare.kinds import optional_free
from schema.compiled.uncompiled import Uncompiled

INSTANT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
"""`core.scalars.instant_text` in PostgreSQL's words; the session's time zone is UTC."""


def shown(value: ColumnElement[Any], annotation: Any) -> ColumnElement[Any]:
    """A value whose conversion by `row_to_json` gives what its scalar's `serialize` gives."""
    kind = optional_free(annotation)
    if kind is Decimal:
        return cast(value, String)
    if kind is datetime:
        return _instant(value)
    if kind is date:
        return _day(value)
    if kind is int:
        # above GraphQL's Int this fails, and the reference path tells the error
        return cast(value, Integer)
    if get_origin(kind) is list and get_args(kind)[0] is Decimal:
        return cast(value, ARRAY(String))
    if kind is float or (get_origin(kind) is list and not _is_text(get_args(kind)[0])):
        raise Uncompiled(f"values of {kind}")
    return value


def _is_text(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, str | Enum)


def plain(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """A value as it stands in a cursor."""
    kind = value.type
    if isinstance(kind, EnumType | Numeric):
        return cast(value, String)
    if isinstance(kind, DateTime):
        return _instant(value)
    if isinstance(kind, Date):
        return _day(value)
    if isinstance(kind, Boolean | Integer | String):
        return value
    raise Uncompiled(f"a cursor with a value of {kind}")


def _instant(value: ColumnElement[Any]) -> ColumnElement[Any]:
    finite = _finite(value, "0001-01-01 00:00Z", "9999-12-31 23:59:59.999999Z")
    return func.to_char(finite, literal_column(f"'{INSTANT}'"))


def _day(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return _finite(value, "0001-01-01", "9999-12-31")


def _finite(value: ColumnElement[Any], first: str, last: str) -> ColumnElement[Any]:
    """The database driver stores the ends of Python's time as infinities, and reads them so."""
    kind = "date" if isinstance(value.type, Date) else "timestamptz"
    return case(
        (func.isfinite(value), value),
        (value == literal_column(f"'-infinity'::{kind}"), literal_column(f"'{first}'::{kind}")),
        (value == literal_column(f"'infinity'::{kind}"), literal_column(f"'{last}'::{kind}")),
    )
