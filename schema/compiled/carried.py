"""Columns that Python fields need: as JSON, and back to what the database driver gives."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Double,
    Enum,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Text,
    cast,
    func,
    inspect,
)
from sqlalchemy.types import TypeEngine

from core.declare import Entity
from core.declare.entity import Row
from core.declare.field import Alias
from schema.compiled.uncompiled import Uncompiled

MOST_COLUMNS = 97
"""Columns that a Python field may need: `json_build_array` takes three values more."""

AS_IT_IS = (Boolean, Integer, String, JSON)
"""Types whose values JSON shows as the driver gives them."""

DAYS = {"infinity": date.max, "-infinity": date.min}
INSTANTS = {
    end: datetime.combine(day, time.max if day is date.max else time.min)
    for end, day in DAYS.items()
}
"""What the driver makes of infinities; instants have no zone then."""

Decode = Callable[[Any], Any]


def sent(row: Alias, columns: Sequence[str]) -> list[ColumnElement[Any]]:
    """Columns as JSON shall hold them."""
    if len(columns) > MOST_COLUMNS:
        raise Uncompiled(f"a Python field needs more than {MOST_COLUMNS} columns")
    return [_sent(getattr(row, name)) for name in columns]


def received(entity: Entity, columns: Sequence[str], dialect: Dialect) -> Callable[[Any], Row]:
    """What makes a row of an array of them; ValueError for a day that Python does not know."""
    attributes = inspect(entity.model).column_attrs
    types = [attributes[name].columns[0].type for name in columns]
    found = [(place, _decoder(each, dialect)) for place, each in enumerate(types)]
    decoders = [(place, decode) for place, decode in found if decode is not None]
    names, kind = tuple(columns), entity.row

    def make(values: Any) -> Row:
        for place, decode in decoders:
            if values[place] is not None:
                values[place] = decode(values[place])
        row = kind()
        row.__dict__ = dict(zip(names, values, strict=True))
        return row

    return make


def _sent(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """JSON's numbers would lose digits, and bytes have their own text."""
    kind, array = column.type, False
    if isinstance(kind, ARRAY):
        kind, array = kind.item_type, True
    if isinstance(kind, Float):
        column = cast(column, ARRAY(Double()) if array else Double())
    if isinstance(kind, Numeric | Float):
        return cast(column, ARRAY(Text()) if array else Text())
    return func.encode(column, "hex") if isinstance(kind, LargeBinary) else column


def _decoder(kind: TypeEngine[Any], dialect: Dialect) -> Decode | None:
    if isinstance(kind, ARRAY) and not isinstance(kind.item_type, LargeBinary):
        inner = _decoder(kind.item_type, dialect)
        return None if inner is None else lambda values: _each(inner, values)
    if isinstance(kind, Enum):
        return kind.dialect_impl(dialect).result_processor(dialect, None)
    if isinstance(kind, AS_IT_IS):
        return None
    if isinstance(kind, Numeric):
        exact = Decimal if kind.scale else _decimal
        return exact if kind.asdecimal else float
    if isinstance(kind, Float) and not kind.asdecimal:
        return float
    for known, decode in DECODERS.items():
        if isinstance(kind, known):
            return decode
    raise Uncompiled(f"a Python field needs a column of the type {kind!r}")


def _each(decode: Decode, values: Any) -> Any:
    if isinstance(values, list):
        return [_each(decode, value) for value in values]
    return None if values is None else decode(values)


def _decimal(text: str) -> Decimal:
    """The driver leaves groups of four zeros at the end of whole numbers to the exponent."""
    zeros = (len(text) - len(text.rstrip("0"))) // 4 * 4
    return Decimal(f"{text[:-zeros]}E{zeros}" if zeros and "." not in text else text)


def _day(text: str) -> date:
    return DAYS.get(text) or date.fromisoformat(text)


def _instant(text: str) -> datetime:
    return INSTANTS.get(text) or datetime.fromisoformat(text)


DECODERS: dict[type[TypeEngine[Any]], Decode] = {
    LargeBinary: bytes.fromhex,
    DateTime: _instant,
    Date: _day,
}
