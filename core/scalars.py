"""Scalars of the API and how their values read as text."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

JSON = NewType("JSON", object)
"""Any JSON value."""

_DECIMAL = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,10})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_decimal(value: object) -> Decimal:
    """A finite decimal number in plain notation; ValueError otherwise."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError('Write a decimal number as a string such as "1234.50".')
    text = str(value)
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"'{text[:40]}' is not a decimal number such as \"1234.50\".")
    return Decimal(text)


def parse_date(value: object) -> date:
    """A day of the calendar, `2026-01-31`; ValueError otherwise."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("Write a date as YYYY-MM-DD.")
    return date.fromisoformat(value)


def parse_instant(value: object) -> datetime:
    """An instant with its offset, `2026-01-31T12:00:00Z`; ValueError otherwise."""
    if not isinstance(value, str) or len(value) > 40:
        raise ValueError("Write an instant as YYYY-MM-DDTHH:MM:SSZ.")
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("An instant needs an offset from UTC: add Z or +02:00.")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError("An instant lies in the years 0001 to 9999, in UTC.") from None


def decimal_text(value: object) -> str:
    """A decimal number in plain notation, however small: `0.00000001`."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def checked_text(value: object) -> str:
    """Text that PostgreSQL can hold; ValueError for a NUL character or half a surrogate pair."""
    if not isinstance(value, str):
        raise ValueError("Write text as a string.")
    if "\x00" in value:
        raise ValueError("Text may not contain the NUL character.")
    value.encode()
    return value


def instant_text(value: datetime) -> str:
    """An instant in UTC, to the microsecond: `2026-01-31T12:00:00.000000Z`."""
    # asyncpg reads the ends of time without a zone
    utc = value.astimezone(UTC) if value.tzinfo else value
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond:06d}Z".rjust(27, "0")


def scalar_map() -> Mapping[object, ScalarDefinition]:
    """The scalars as Strawberry wants them."""
    return {
        Decimal: strawberry.scalar(
            name="Decimal",
            description="An exact decimal number as a string. Money has two decimals.",
            serialize=decimal_text,
            parse_value=parse_decimal,
        ),
        date: strawberry.scalar(
            name="Date",
            description="A day, `2026-01-31`.",
            serialize=date.isoformat,
            parse_value=parse_date,
        ),
        datetime: strawberry.scalar(
            name="DateTime",
            description="An instant in UTC, `2026-01-31T12:00:00.000000Z`. "
            "Input may carry any offset.",
            serialize=instant_text,
            parse_value=parse_instant,
        ),
        JSON: strawberry.scalar(
            name="JSON",
            description="Any JSON value.",
            serialize=lambda value: value,
            parse_value=lambda value: value,
        ),
    }
