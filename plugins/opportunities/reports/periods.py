"""The days between which a report counts; both inclusive."""

from datetime import date

from sqlalchemy import ColumnElement, Date
from sqlalchemy.sql.elements import SQLCoreOperations

from core.reading import Argument, Asked

FROM_DAY = "The first day that counts."
TO_DAY = "The last day that counts."

Day = SQLCoreOperations[date] | SQLCoreOperations[date | None]

PERIOD = {
    "from": Argument(date | None, f"{FROM_DAY} Open if left out."),
    "to": Argument(date | None, f"{TO_DAY} Open if left out."),
}
"""The arguments of a report over a period that may be open."""


def within(asked: Asked, day: Day) -> list[ColumnElement[bool]]:
    """What holds for the days of the period that is asked for."""
    first, last = asked.sql("from", Date()), asked.sql("to", Date())
    found = [] if first is None else [day >= first]
    return found if last is None else [*found, day <= last]
