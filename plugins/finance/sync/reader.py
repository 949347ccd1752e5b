"""Reading the values of an item as another system wrote them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar

from strawberry.utils.str_converters import to_camel_case

from core.scalars import parse_date, parse_instant
from core.writing import Code, UserError
from core.writing.user_error import Refused
from core.writing.values import clean

E = TypeVar("E", bound=Enum)

UNITS = {2: Decimal("0.01"), 4: Decimal("0.0001")}
DIGITS = 12
"""Digits of an amount before the point, where two stand after it."""


class Reader:
    """Reads one object of an item; what cannot be read becomes an error with its path."""

    def __init__(
        self, given: Mapping[str, Any], path: tuple[str, ...], errors: list[UserError]
    ) -> None:
        self._given = given
        self._path = path
        self._errors = errors

    def refuse(self, name: str, message: str, code: str = Code.INVALID) -> None:
        """Add an error about a value; the message follows its name."""
        word = to_camel_case(name)
        text = f"'{word}' {message}"
        self._errors.append(UserError(code=str(code), message=text, path=[*self._path, word]))

    def has(self, name: str) -> bool:
        """Whether there is a value."""
        return self._given.get(name) not in (None, "")

    def text(self, name: str, longest: int, *, needed: bool = False) -> str | None:
        """A text without white space around it, of at most so many characters."""
        value = self._given.get(name)
        if value is None and not needed:
            return None
        if isinstance(value, str) and not (value.isascii() and value.isprintable()):
            value = self._cleaned(name, value)
        found = str(value).strip() if value is not None else ""
        if len(found) > longest:
            self.refuse(name, f"is longer than {longest} characters: shorten it.", Code.TOO_LONG)
        elif found:
            return found
        elif needed:
            self.refuse(name, "is required: give a value.", Code.REQUIRED)
        return None

    def amount(self, name: str, *, needed: bool = False, scale: int = 2) -> Decimal | None:
        """A decimal number with so many decimals at most."""
        if not needed and self._given.get(name) is None:
            return None
        text = self.text(name, 40, needed=needed)
        if text is None:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            self.refuse(name, 'is not a number: write it as "1234.50".')
            return None
        digits = DIGITS + 2 - scale
        if not number.is_finite() or abs(number) >= 10**digits:
            self.refuse(name, f"is too large: use at most {digits} digits before the point.")
            return None
        exact = number.quantize(UNITS[scale])
        if exact != number:
            self.refuse(name, f"has too many decimals: use at most {scale}.")
            return None
        return exact + 0

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A day of the calendar."""
        text = self.text(name, 40, needed=needed)
        if text is None:
            return None
        try:
            return parse_date(text)
        except ValueError:
            self.refuse(name, "is not a day: write it as 2026-01-31.")
            return None

    def instant(self, name: str) -> datetime | None:
        """An instant with its offset."""
        value = self._given.get(name)
        if value is None or isinstance(value, datetime):
            return value
        try:
            return parse_instant(value)
        except ValueError as problem:
            self.refuse(name, f"is not an instant: {problem}")
            return None

    def word(self, name: str, kind: type[E], default: E) -> E:
        """A member of an enum."""
        text = self.text(name, 40)
        if text is None:
            return default
        found = kind.__members__.get(text.upper())
        if found is None:
            self.refuse(name, f"must be one of {', '.join(kind.__members__)}.")
        return found or default

    def _cleaned(self, name: str, value: str) -> str | None:
        try:
            return clean(value)
        except Refused as refused:
            self.refuse(name, refused.message, refused.code)
            return None
