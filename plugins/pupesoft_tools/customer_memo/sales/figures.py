"""The figures of the sales reports of several customers, each kind by one statement."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Select, cast, func, or_, select

from core.customers.models import Customer
from core.money.monthly import MonthlyMoney, Series
from core.money.sales import SoldLines
from core.reading.rows import keys_parameter
from core.timeline import timeline
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.deployment import Deployment

MONTHS, GROUP_MONTHS = 24, 12
CENT, TENTH = Decimal("0.01"), Decimal("0.1")
NONE = Decimal("0.00")


@dataclass(frozen=True)
class Sold:
    """What was sold: the net amount, the margin of lines whose costs are known, and their net."""

    net: Decimal = NONE
    quantity: Decimal = NONE
    margin: Decimal | None = None
    net_of_margin: Decimal | None = None

    @property
    def margin_percent(self) -> Decimal | None:
        """To one decimal; null where the lines with known costs come to nothing."""
        if self.margin is None or not self.net_of_margin:
            return None
        return (100 * self.margin / self.net_of_margin).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Facts:
    """What the reports show of one customer; None where nobody tells it, or the viewer may not
    know.
    """

    currency: str
    months: Sequence[date]
    sold: Mapping[date, Sold] | None
    targets: Mapping[date, Decimal] | None
    visits: Mapping[date, int]
    groups: Mapping[tuple[int | None, int | None], Sold] | None


def months_until(day: date, count: int) -> list[date]:
    """The first days of so many months, that of a day first, the earliest last."""
    last = day.year * 12 + day.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last, last - count, -1)]


@dataclass(frozen=True)
class SalesFinder:
    """Finds the figures up to a day; equal ones ask together."""

    day: date

    async def __call__(
        self, deployment: "Deployment", viewer: Viewer | None, keys: list[int]
    ) -> list[Facts]:
        """The figures of each customer."""
        reader = Reader(deployment, viewer or Viewer(0, frozenset()), keys, self.day)
        return await reader.read()


@dataclass(frozen=True)
class Reader:
    """Reads the figures of customers for a viewer."""

    deployment: "Deployment"
    viewer: Viewer
    keys: Collection[int]
    day: date

    @property
    def months(self) -> list[date]:
        return months_until(self.day, MONTHS)

    async def read(self) -> list[Facts]:
        wanted = select(Customer.id, Customer.currency).where(
            Customer.id == keys_parameter(self.keys)
        )
        currencies = dict(await self._rows(wanted))
        sold, targets = await self._sold(), await self._targets()
        groups, visits = await self._groups(), await self._visits()
        return [
            Facts(
                currency=currencies[key],
                months=self.months,
                sold=None if sold is None else sold[key],
                targets=None if targets is None else targets[key],
                visits=visits[key],
                groups=None if groups is None else groups[key],
            )
            for key in self.keys
        ]

    async def _rows(self, statement: Select[*tuple[Any, ...]]) -> Any:
        return await self.deployment.database.fetch(statement)

    @property
    def _lines(self) -> SoldLines | None:
        """What was sold, if the viewer may know."""
        lines = self.deployment.registry.sold_lines
        return lines if lines and self.viewer.may(lines.permission) else None

    async def _sold(self) -> Mapping[int, dict[date, Sold]] | None:
        if self._lines is None:
            return None
        found: dict[int, dict[date, Sold]] = defaultdict(dict)
        for key, month, *values in await self._rows(self._sums(self._lines, MONTHS, "month")):
            found[key][month] = self._told(self._lines, *values)
        return found

    async def _groups(self) -> Mapping[int, dict[tuple[int | None, int | None], Sold]] | None:
        if self._lines is None:
            return None
        found: dict[int, dict[tuple[int | None, int | None], Sold]] = defaultdict(dict)
        statement = self._sums(self._lines, GROUP_MONTHS, "department_id", "group_id")
        for key, department, group, *values in await self._rows(statement):
            found[key][department, group] = self._told(self._lines, *values)
        return found

    def _sums(self, lines: SoldLines, count: int, *by: str) -> Select[*tuple[Any, ...]]:
        line: Any = lines.rows()
        month = cast(func.date_trunc("month", line.c.day), Date)
        columns = [month if name == "month" else line.c[name] for name in by]
        known = line.c.cost.is_not(None)
        return (
            select(
                line.c.customer_id,
                *columns,
                func.sum(line.c.net),
                func.sum(line.c.quantity),
                func.sum(line.c.net - line.c.cost).filter(known),
                func.sum(line.c.net).filter(known),
            )
            .join(Customer, Customer.id == line.c.customer_id)
            .where(
                line.c.customer_id == keys_parameter(self.keys),
                line.c.currency == Customer.currency,
                line.c.day >= self.months[count - 1],
                line.c.day <= self.day,
            )
            .group_by(line.c.customer_id, *columns)
            .having(or_(func.sum(line.c.net) != 0, func.sum(line.c.quantity) != 0))
        )

    def _told(
        self,
        lines: SoldLines,
        net: Decimal,
        quantity: Decimal,
        margin: Decimal | None,
        net_of_margin: Decimal | None,
    ) -> Sold:
        may = lines.margin_permission is not None and self.viewer.may(lines.margin_permission)
        return Sold(net, quantity, margin if may else None, net_of_margin if may else None)

    async def _targets(self) -> Mapping[int, dict[date, Decimal]] | None:
        series = self._series(Series.TARGET)
        if series is None or not self.viewer.may(series.permission):
            return None
        row: Any = series.rows(self.months[-1], self.months[0])
        statement = (
            select(row.c.customer_id, row.c.month, func.sum(row.c.amount))
            .join(Customer, Customer.id == row.c.customer_id)
            .where(
                row.c.customer_id == keys_parameter(self.keys),
                row.c.currency == Customer.currency,
            )
            .group_by(row.c.customer_id, row.c.month)
        )
        found: dict[int, dict[date, Decimal]] = defaultdict(dict)
        for key, month, amount in await self._rows(statement):
            found[key][month] = amount
        return found

    def _series(self, kind: Series) -> MonthlyMoney | None:
        collected = self.deployment.plugins.collect("register_monthly_money")
        return next((series for _, series in collected if series.series is kind), None)

    async def _visits(self) -> Mapping[int, dict[date, int]]:
        entry = timeline(self.deployment.registry, self.viewer).subquery()
        day = cast(func.timezone(self.deployment.settings.time_zone.key, entry.c.at), Date)
        month = cast(func.date_trunc("month", day), Date)
        statement = (
            select(entry.c.customer_id, month, func.count())
            .where(
                entry.c.customer_id == keys_parameter(self.keys),
                entry.c.visit,
                day.between(self.months[-1], self.day),
            )
            .group_by(entry.c.customer_id, month)
        )
        found: dict[int, dict[date, int]] = defaultdict(dict)
        for key, of, count in await self._rows(statement):
            found[key][of] = count
        return found
