"""Actual invoicing and a billing forecast, as other plugins would bring them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, Numeric, String, Subquery, column, select, values
from sqlalchemy import Date as DateType

from core.hookspecs import hookimpl
from core.money.monthly import MonthlyMoney, Series
from core.permissions import Permission
from core.plugins.manager import Plugin, Plugins
from tests.api import Api

Invoice = tuple[int, int | None, str, str, str]
"""Customer, offering area, month as 2025-01, currency, amount."""


class MoneyPermission(Permission):
    READ = "money:read", "Read the amounts of the tests."


class Invoicing:
    """A plugin that knows what was invoiced."""

    def __init__(self, series: Series, *rows: Invoice) -> None:
        self.series = series
        self.rows = rows

    @hookimpl
    def register_monthly_money(self) -> list[MonthlyMoney]:
        return [MonthlyMoney(self.series, MoneyPermission.READ, self.selected)]

    def selected(self, first: date, last: date) -> Subquery:
        """The rows between two days."""
        found = values(
            column("customer_id", BigInteger),
            column("offering_area_id", BigInteger),
            column("month", DateType),
            column("currency", String),
            column("amount", Numeric(14, 2)),
            name=f"given_{self.series.name.lower()}",
        ).data([*map(_typed, self.rows)] or [(0, 0, date(1900, 1, 1), "XXX", Decimal(0))])
        return select(found).where(found.c.month.between(first, last)).subquery()


def _typed(row: Invoice) -> tuple[int, int | None, date, str, Decimal]:
    customer, area, month, currency, amount = row
    return customer, area, date.fromisoformat(f"{month}-01"), currency, Decimal(amount)


def invoiced(api: Api, *rows: Invoice, series: Series = Series.ACTUAL) -> None:
    """Let a plugin of the deployment know what was invoiced."""
    deployment = api.deployment
    plugin = Plugin(f"money_{series.name.lower()}", Invoicing(series, *rows))
    api.deployment = replace(deployment, plugins=Plugins([*deployment.plugins, plugin]))
