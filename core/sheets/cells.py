"""Values as the cells of a file hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from core.headings.words import LANGUAGES, Language
from core.naming import labelled
from core.scalars import decimal_text

Cell = str | bool | int | float | Decimal | date | datetime | None


@dataclass(frozen=True)
class Cells:
    """Makes cells for readers of a language in a time zone."""

    language: Language
    zone: ZoneInfo

    def of(self, value: Any) -> Cell:
        """A cell: instants in the zone, names of enums, lists in one text, labels in the language.

        A number that is none, and JSON, become text.
        """
        if isinstance(value, Enum):
            return value.name
        if isinstance(value, datetime):
            return self._instant(value)
        if isinstance(value, Decimal | float):
            return value if _is_finite(value) else str(value)
        if isinstance(value, list | tuple):
            return ", ".join(text(self.of(each)) for each in value)
        if isinstance(value, dict):
            return self._object(value)
        found: Cell = value
        return found

    def _instant(self, value: datetime) -> datetime:
        try:
            return value.astimezone(self.zone) if value.tzinfo else value
        except OverflowError:
            return value

    def _object(self, value: Mapping[str, Any]) -> str:
        if _are_labels(value):
            return labelled(value, self.language, next(iter(value.values())))
        return orjson.dumps(value).decode()


def text(cell: Cell) -> str:
    """A cell as text that programs read: ISO 8601, a decimal point, true and false."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, date):
        return cell.isoformat()
    return decimal_text(cell)


def _are_labels(value: Mapping[str, Any]) -> bool:
    texts = all(isinstance(label, str) for label in value.values())
    return texts and bool(value) and set(value) <= set(LANGUAGES)


def _is_finite(value: Decimal | float) -> bool:
    return value.is_finite() if isinstance(value, Decimal) else value - value == 0
