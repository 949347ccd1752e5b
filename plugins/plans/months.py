"""Months, told by their first days."""

from calendar import monthrange
from datetime import date


def month_of(day: date) -> date:
    """The month that a day is in."""
    return day.replace(day=1)


def moved(month: date, by: int) -> date:
    """The month so many months later, or earlier; OverflowError beyond the years 1 to 9999."""
    year, index = divmod(month.year * 12 + month.month - 1 + by, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"no month lies {by} months after {month}")
    return date(year, index + 1, 1)


def distance(first: date, last: date) -> int:
    """How many months later the last is."""
    return (last.year - first.year) * 12 + last.month - first.month


def months(first: date, last: date) -> list[date]:
    """All months from the first to the last."""
    return [moved(first, by) for by in range(distance(first, last) + 1)]


def length(month: date) -> int:
    """How many days it has."""
    return monthrange(month.year, month.month)[1]
