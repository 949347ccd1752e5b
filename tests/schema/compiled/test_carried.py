"""Columns that Python fields need arrive as the database driver gives them, whatever their type."""

import enum
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Double,
    Enum,
    Float,
    Integer,
    Interval,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Text,
    Time,
    Uuid,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from core import Node, column, entity
from core.database import Database, connect
from core.declare import Entity, entity_of
from schema.compiled.carried import received, sent
from schema.compiled.uncompiled import Uncompiled


class Colour(enum.Enum):
    RED = "r"
    BLUE = "b"


DAYS = ("0001-01-01", "9999-12-31", "infinity", "-infinity", "1969-12-31")
INSTANTS = (
    *("2026-01-31 12:00:00.5+02", "1969-07-20 20:17:40.000005Z", "0001-01-01 00:00Z"),
    *("9999-12-31 23:59:59.999999Z", "infinity", "-infinity", "2026-01-31 00:00:00Z"),
)
NUMBERS = (
    *("0", "-0.00", "10.50", "1e30", "-1230000", "100000.0000", "10000000000000000", "Infinity"),
    *("123456789012345678901234.5678901234567890", "1e-20", "NaN", "1000", "0.0001"),
)
FLOATS = ("0", "-0", "0.1", "1e300", "5e-324", "infinity", "-infinity", "NaN", "123456789")
TEXTS = ("", "a\"b\\'c\n\t\x01", "😀 e\u0301 \u2028", '["x", 1]')

KINDS: dict[str, tuple[TypeEngine[Any], tuple[str, ...]]] = {
    "boolean": (Boolean(), ("true", "false")),
    "smallint": (SmallInteger(), ("-32768", "32767")),
    "integer": (Integer(), ("-2147483648", "0")),
    "bigint": (BigInteger(), ("-9223372036854775808", "9223372036854775807")),
    "text": (Text(), TEXTS),
    "varchar": (String(20), ("x",)),
    "colour": (Enum(Colour, native_enum=False), ("RED", "BLUE")),
    "enum_of_texts": (Enum("a", "b", native_enum=False), ("a",)),
    "numeric": (Numeric(), NUMBERS),
    "money": (Numeric(14, 2), ("-999999999999.99", "5", "0.10", "10000", "-120000000", "0")),
    "whole": (Numeric(20), ("10000", "-99990000", "0", "5")),
    "numeric_as_float": (Numeric(asdecimal=False), ("1.25", "1e20")),
    "real": (Float(24), ("0.1", "1e30", "-0", "NaN", "16777217")),
    "double": (Double(), FLOATS),
    "day": (Date(), DAYS),
    "instant": (DateTime(timezone=True), INSTANTS),
    "local": (DateTime(), ("2026-01-31 12:00:00.000001", "infinity", "0001-01-01 00:00")),
    "json": (JSON(), ('{"b":1.10,  "a":[null, 18446744073709551616]}', "null", '"x"')),
    "jsonb": (JSONB(), ('{"b": 1.10, "a": [true, {"😀": ""}]}', "null", "7")),
    "bytes": (LargeBinary(), ("", "\\x00ff5c")),
    "texts": (ARRAY(Text()), ('{"a,b","\\"",NULL,NULL}', "{}")),
    "numbers": (ARRAY(Numeric()), ("{1.10,NULL,NaN}",)),
    "floats": (ARRAY(Float(24)), ("{0.1,NULL}",)),
    "days": (ARRAY(Date()), ("{2026-01-31,infinity,NULL}",)),
    "instants": (ARRAY(DateTime(timezone=True)), ('{"2026-01-31 12:00Z",-infinity}',)),
    "colours": (ARRAY(Enum(Colour, native_enum=False)), ("{RED,NULL,BLUE}",)),
    "nested": (ARRAY(Numeric(), dimensions=2), ("{{1,2.50},{3,NULL}}",)),
}


OTHERS: dict[str, TypeEngine[Any]] = {
    "a span": Interval(),
    "a time of day": Time(),
    "a UUID": Uuid(),
    "a float as a decimal": Float(asdecimal=True),
    "a list of bytes": ARRAY(LargeBinary()),
}


def entity_with(kind: TypeEngine[Any]) -> Entity:
    """An entity whose rows have one column of that type."""

    class Tables(DeclarativeBase):
        """Tables of one test."""

    class Held(Tables):
        __tablename__ = "held"

        id: Mapped[int] = mapped_column(primary_key=True)
        value: Mapped[Any] = mapped_column(kind)

    body = {"__doc__": "A row.", "key": column("Its key.", attribute="id")}
    made = entity_of(entity(Held)(type("Held", (Node,), body)))
    assert made is not None
    return made


@pytest.fixture
async def database(read_only_database_url: str) -> AsyncIterator[Database]:
    found = connect(read_only_database_url)
    yield found
    await found.close()


@pytest.mark.parametrize("name", KINDS)
async def test_values_are_the_drivers(database: Database, name: str) -> None:
    kind, literals = KINDS[name]
    dialect = database.engine.dialect
    make = received(entity_with(kind), ["value"], dialect)
    for each in (*literals, None):
        written = "NULL" if each is None else f"'{each.replace(chr(39), chr(39) * 2)}'"
        value: Any = literal_column(f"CAST({written} AS {kind.compile(dialect)})", kind)
        array = func.json_build_array(*sent(SimpleNamespace(value=value), ["value"]))
        [(driver, json)] = map(tuple, await database.fetch(select(value, cast(array, Text))))
        found = make(orjson.loads(json)).value
        assert (type(found), repr(found)) == (type(driver), repr(driver))


@pytest.mark.parametrize("name", OTHERS)
async def test_other_types_are_left_to_the_reference_path(database: Database, name: str) -> None:
    with pytest.raises(Uncompiled, match="column of the type"):
        received(entity_with(OTHERS[name]), ["value"], database.engine.dialect)


@pytest.mark.parametrize("day", ["0044-03-15 BC", "10000-01-01"])
async def test_days_that_python_does_not_know_are_refused(database: Database, day: str) -> None:
    make = received(entity_with(Date()), ["value"], database.engine.dialect)
    with pytest.raises(ValueError, match="isoformat"):
        make([day])


def test_too_many_columns_are_left_to_the_reference_path() -> None:
    names = [f"c{n}" for n in range(98)]
    row = SimpleNamespace(**{name: literal_column("1") for name in names})
    assert len(sent(row, names[:97])) == 97
    with pytest.raises(Uncompiled, match="97 columns"):
        sent(row, names)
