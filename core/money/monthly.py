"""Money by month that one plugin knows and others show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sqlalchemy import FromClause

from core.permissions import Permission


class Series(Enum):
    """What a series tells: what was invoiced, what opportunities are expected to bring, or what is
    wanted.
    """

    ACTUAL = "ACTUAL"
    BILLING_FORECAST = "BILLING_FORECAST"
    TARGET = "TARGET"


@dataclass(frozen=True)
class MonthlyMoney:
    """A series of customers' money.

    `rows(first, last)` is a table of what falls between two days: customer_id, offering_area_id
    (null where there is none), month (its first day), currency and amount, in any number of rows
    for the same. `permission` is what a viewer needs to see the amounts.
    """

    series: Series
    permission: Permission
    rows: Callable[[date, date], FromClause]
