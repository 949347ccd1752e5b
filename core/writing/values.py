"""Checking single values against their columns."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from sqlalchemy import ARRAY, Column, Integer, Numeric, String, Text
from sqlalchemy import Enum as EnumType

from core.scalars import parse_date, parse_instant
from core.writing.user_error import Code, Refused

LONGEST_TEXT = 100_000
"""The most characters of a text whose column sets no limit."""

LARGEST = {False: 2**63 - 1, True: 2**31 - 1}


def checked(column: Column[Any], value: object, country: str | None) -> Any:
    """The value as the column stores it, None for a blank; Refused says what is wrong with it."""
    if isinstance(value, str):
        value = clean(value, lines=_may_have_lines(column)) or None
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, EnumType):
        return _member(kind, value)
    if isinstance(kind, String):
        return _text(column, str(value), country)
    if isinstance(kind, Numeric):
        return _decimal(kind, value)
    if isinstance(kind, Integer):
        return _integer(value, type(kind) is Integer)
    if isinstance(kind, ARRAY):
        return [checked(Column(column.name, kind.item_type), v, country) for v in _items(value)]
    parse = PARSERS.get(_python_type(column))
    return parse(value) if parse and isinstance(value, str) else value


def clean(text: str, *, lines: bool = False) -> str:
    """The text without white space around it, in Unicode's composed form; Refused for what no text
    has: control characters, and line breaks unless it may have several lines.
    """
    found = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if found.isprintable():
        return found
    for character in found:
        if unicodedata.category(character) in ("Cc", "Cs") and not (lines and character in "\n\t"):
            raise Refused(f"may not contain the character U+{ord(character):04X}: remove it.")
    return found


def _may_have_lines(column: Column[Any]) -> bool:
    return type(column.type) is Text or bool(column.info.get("lines"))


def _text(column: Column[Any], text: str, country: str | None) -> str:
    kind = column.info.get("format")
    found = text if kind is None else _formatted(str(kind), text, country)
    longest = getattr(column.type, "length", None) or LONGEST_TEXT
    if len(found) > longest:
        raise Refused(f"is longer than {longest} characters: shorten it.", Code.TOO_LONG)
    return found


def _formatted(kind: str, text: str, country: str | None) -> str:
    from core.writing.formats import FORMATS  # noqa: PLC0415 - its libraries take three megabytes

    check = FORMATS.get(kind)
    return check(text, country) if check else text


def _decimal(kind: Numeric[Any], value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise Refused("is not a number: write it as 1234.50.") from None
    scale, digits = kind.scale or 0, (kind.precision or 38) - (kind.scale or 0)
    if not number.is_finite() or abs(number) >= Decimal(10) ** digits:
        raise Refused(f"is too large: use at most {digits} digits before the point.")
    exact = number.quantize(Decimal(1).scaleb(-scale))
    if exact != number:
        raise Refused(f"has too many decimals: use at most {scale}.")
    return exact + 0


def _integer(value: object, small: bool) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise Refused("is not a whole number.") from None
    if abs(number) > LARGEST[small]:
        raise Refused(f"is too large: use at most {LARGEST[small]}.")
    return number


def _member(kind: EnumType, value: object) -> Any:
    if isinstance(value, Enum) or kind.enum_class is None:
        return value
    try:
        return kind.enum_class[str(value).upper()]
    except KeyError:
        raise Refused(f"must be one of {', '.join(kind.enums)}.") from None


def _items(value: object) -> Iterable[object]:
    if isinstance(value, str):
        return value.split(",")
    if isinstance(value, Iterable):
        return value
    raise Refused("must be a list.")


def _python_type(column: Column[Any]) -> type | None:
    try:
        return column.type.python_type
    except NotImplementedError:
        return None


def _date(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError:
        raise Refused("is not a day: write it as 2026-01-31.") from None


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ValueError:
        raise Refused("is not an instant: write it as 2026-01-31T12:00:00Z.") from None


def _boolean(text: str) -> bool:
    try:
        return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}[
            text.lower()
        ]
    except KeyError:
        raise Refused("must be true or false.") from None


PARSERS: Mapping[type | None, Callable[[str], object]] = {
    date: _date,
    datetime: _instant,
    bool: _boolean,
}
