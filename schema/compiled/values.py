"""Values as the JSON that the API shows, said in SQL."""

from datetime import datetime
from decimal import Decimal
from typing import Any, get_args, get_origin

from sqlalchemy import ColumnElement, String, cast, func

from core.declare.kinds import optional_free

INSTANT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
"""`core.scalars.instant_text` in PostgreSQL's words; the session's time zone is UTC."""


def shown(value: ColumnElement[Any], annotation: Any) -> ColumnElement[Any]:
    """A value whose conversion by `row_to_json` gives what its scalar's `serialize` gives."""
    kind = optional_free(annotation)
    if kind is Decimal:
        return cast(value, String)
    if kind is datetime:
        return func.to_char(value, INSTANT)
    if get_origin(kind) is list and get_args(kind)[0] in (Decimal, datetime):
        raise NotImplementedError(kind)
    return value
