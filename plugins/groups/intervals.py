"""Inclusive intervals of days; null is open."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from core.declare.field import Alias


def holds_on(row: Alias, day: Any) -> ColumnElement[bool]:
    """Whether a row's interval holds a day, as SQL."""
    begun = or_(row.valid_from.is_(None), row.valid_from <= day)
    return and_(begun, or_(row.valid_to.is_(None), row.valid_to >= day))


def contains(first: date | None, last: date | None, day: date) -> bool:
    """Whether an interval holds a day."""
    return (first is None or first <= day) and (last is None or last >= day)
