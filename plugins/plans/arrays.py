"""Lists of values as rows of a statement, whatever their number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Date,
    Numeric,
    TableValuedAlias,
    bindparam,
    cast,
    column,
    func,
)
from sqlalchemy.types import TypeEngine

KINDS: dict[str, TypeEngine[Any]] = {
    "amount": Numeric(14, 2),
    "month": Date(),
    "weight": Numeric(),
}
"""The types of columns by their names; keys are whole numbers."""


def rows_of(**columns: Sequence[Any]) -> TableValuedAlias:
    """A row for each place of the lists, with their names as columns, and `place` from 1."""
    arrays = [_array(KINDS.get(name, BigInteger()), values) for name, values in columns.items()]
    named = [column(name, KINDS.get(name, BigInteger())) for name in columns]
    return func.unnest(*arrays).table_valued(*named, with_ordinality="place").render_derived()


def _array(kind: TypeEngine[Any], values: Sequence[Any]) -> Any:
    array = ARRAY(kind)
    return cast(bindparam(None, list(values), type_=array), array)
