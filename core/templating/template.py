"""Templates: texts with places for values, which read as a language has them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from core.templating.problem import TemplateProblem

LONGEST_TEMPLATE = 50_000

Path = tuple[str, ...]
"""A field of a record, or of a record it leads to: `name`, `owner.email`."""


class Template:
    """A text with places such as `{{ owner.name }}`; TemplateProblem if it cannot be one.

    With `html` what fills the places is escaped. Values read as the language has them; a value that
    is not there leaves its place empty.
    """

    def __init__(self, text: str, *, html: bool = False) -> None:
        if len(text) > LONGEST_TEMPLATE:
            raise TemplateProblem(f"it is longer than {LONGEST_TEMPLATE} characters.")
        from core.templating.sandbox import Sandbox  # noqa: PLC0415 - jinja2 takes two megabytes

        self._sandbox = Sandbox(text, html=html)

    @property
    def paths(self) -> frozenset[Path]:
        """The fields that it has places for, or asks about."""
        return self._sandbox.paths

    def filled(self, values: Mapping[Path, object], language: str, zone: ZoneInfo) -> str:
        """The text with the values of all `paths`; TemplateProblem if that is impossible."""
        return self._sandbox.filled(_nested(values), _written(language, zone))


def _nested(values: Mapping[Path, object]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, value in sorted(values.items(), key=lambda item: -len(item[0])):
        place = found
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place.setdefault(path[-1], value)
    return found


def _written(language: str, zone: ZoneInfo) -> Callable[[Any], Any]:
    """How a value reads in a language."""

    def write(value: Any) -> Any:
        if value is None:
            return ""
        if isinstance(value, Enum):
            return value.name
        if isinstance(value, datetime):
            return format_datetime(value, "short", tzinfo=zone, locale=language)
        if isinstance(value, date):
            return format_date(value, "short", locale=language)
        if isinstance(value, Decimal):
            return format_decimal(value, locale=language)
        return value

    return write
