"""How values of results are told."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any

from core.scalars import decimal_text, instant_text


def shown(value: Any) -> Any:
    """A value as JSON shows it, in the forms of the API's scalars."""
    for kind, show in SHOWN:
        if isinstance(value, kind):
            return show(value)
    return None if value is None else str(value)


def _instant(value: datetime) -> str:
    return instant_text(value) if value.tzinfo else value.isoformat()


def _object(value: Mapping[Any, Any]) -> Any:
    return {str(name): shown(each) for name, each in value.items()}


SHOWN: Sequence[tuple[Any, Callable[[Any], Any]]] = (
    (Enum, lambda value: value.name),
    (bool | int | str, lambda value: value),
    (Decimal, decimal_text),
    (datetime, _instant),
    (date, date.isoformat),
    (float, lambda value: value if isfinite(value) else str(value)),
    (Mapping, _object),
    (list | tuple, lambda value: [shown(each) for each in value]),
)
"""By kind, the first that fits."""
