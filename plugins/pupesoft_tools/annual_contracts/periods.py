"""Periods, and the same periods a year earlier."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import BadInput

FIRST_YEAR, LAST_YEAR = 1900, 9998
DAY = timedelta(days=1)


def year_before(day: date) -> date:
    """The same day a year earlier; the 28th for a 29th of February. BadInput out of the years."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return usable(day).replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def day_after(day: date) -> date:
    """The next day; BadInput out of the years."""
    return usable(day) + DAY


def end_before(last: date) -> date:
    """The day after the last one of the same period a year earlier; BadInput out of the years.

    A period that ends with February ended with February.
    """
    after = day_after(last)
    if (after.month, after.day) == (2, 29):
        return date(after.year - 1, 3, 1)
    return after.replace(year=after.year - 1)


def usable(day: date) -> date:
    """The day; BadInput out of the years."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"Days must lie in the years {FIRST_YEAR} to {LAST_YEAR}, not on {day}.")
    return day


@dataclass(frozen=True)
class Period:
    """A period by its first and last day; BadInput if it is none, or longer than a year."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if usable(self.last) < usable(self.first):
            raise BadInput("'to' is before 'from': exchange them.")
        if self.previous_end > self.first:
            raise BadInput("'to' is more than a year after 'from': compare a year at most.")

    @property
    def end(self) -> date:
        """The day after the last."""
        return day_after(self.last)

    @property
    def previous_first(self) -> date:
        """The first day a year earlier."""
        return year_before(self.first)

    @property
    def previous_end(self) -> date:
        """The day after the last a year earlier."""
        return end_before(self.last)

    @property
    def previous_last(self) -> date:
        """The last day a year earlier."""
        return self.previous_end - DAY
