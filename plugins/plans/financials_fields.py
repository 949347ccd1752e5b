"""Financials on the customer card, of an employee, of a sales group, and of all."""

from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, select

from core.context import Info
from core.customers.types import Customer
from core.declare import extend
from core.declare.field import Alias
from core.employees.models import Team as TeamModel
from core.employees.types import Employee, Team
from core.errors import BadInput
from core.roots import Query
from plugins.plans.enums import CompareTo, FinancialsBy, PlanType
from plugins.plans.figures import Figures, Period
from plugins.plans.financials import FinancialsReader, Whose, everybody
from plugins.plans.financials_types import Financials
from plugins.plans.members import members
from plugins.plans.months import distance
from plugins.plans.permissions import PlanPermission

MOST_MONTHS = 36

First = Annotated[
    date, strawberry.argument(name="from", description="The first day of the first month.")
]
Last = Annotated[
    date,
    strawberry.argument(
        name="to", description="The first day of the last month; at most 36 months are shown."
    ),
]
By = Annotated[FinancialsBy, strawberry.argument(description="What each item is about.")]
Money = Annotated[
    str | None,
    strawberry.argument(description="ISO 4217 code; the deployment's currency by default."),
]
Compared = Annotated[
    CompareTo, strawberry.argument(description="What the forecast is compared with.")
]


def _financials(
    info: Info,
    whose: Whose,
    first: date,
    last: date,
    by: FinancialsBy,
    currency: str | None,
    compare_to: CompareTo,
    key: int | None = None,
) -> Any:
    for name, month in (("from", first), ("to", last)):
        if month.day != 1:
            raise BadInput(f"'{name}' must be the first day of a month.")
    if not 0 <= distance(first, last) < MOST_MONTHS or first.year < 3 or last.year > 9_000:
        raise BadInput(f"'to' must be at least 'from', and {MOST_MONTHS} months at most are shown.")
    deployment = info.context.deployment
    chosen = currency or deployment.settings.currency
    period = Period(first, last, chosen, PlanType.SALES_TARGET)
    figures = Figures(deployment, info.context.require(), period)
    return FinancialsReader(figures, by, compare_to, whose).read(key)


def _is_it(customer: Alias, key: ColumnElement[int]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = customer.id == key
    return found


def _is_owned(customer: Alias, key: ColumnElement[int]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = customer.owner_id == key
    return found


def _is_of_team(customer: Alias, key: ColumnElement[int]) -> ColumnElement[bool]:
    chosen = members(select(TeamModel.id).where(TeamModel.id == key))
    found: ColumnElement[bool] = customer.owner_id.in_(chosen)
    return found


async def _of_customer(
    customer: strawberry.Parent[Any],
    info: Info,
    first: First,
    last: Last,
    by: By,
    currency: Money = None,
    compare_to: Compared = CompareTo.TARGET,
) -> Financials | None:
    """Budget, forecast, invoicing and billing forecast of the customer, side by side.

    In the customer's currency by default.
    """
    chosen = currency or customer.currency
    found: Financials = await _financials(
        info, _is_it, first, last, by, chosen, compare_to, customer.id
    )
    return found


async def _of_employee(
    employee: strawberry.Parent[Any],
    info: Info,
    first: First,
    last: Last,
    by: By,
    currency: Money = None,
    compare_to: Compared = CompareTo.TARGET,
) -> Financials | None:
    """Budget, forecast, invoicing and billing forecast of the employee's customers."""
    found: Financials = await _financials(
        info, _is_owned, first, last, by, currency, compare_to, employee.id
    )
    return found


async def _of_team(
    team: strawberry.Parent[Any],
    info: Info,
    first: First,
    last: Last,
    by: By,
    currency: Money = None,
    compare_to: Compared = CompareTo.TARGET,
) -> Financials | None:
    """The same of the customers of the sales group, and of the groups below it."""
    found: Financials = await _financials(
        info, _is_of_team, first, last, by, currency, compare_to, team.id
    )
    return found


async def _of_all(
    info: Info,
    first: First,
    last: Last,
    by: By,
    currency: Money = None,
    compare_to: Compared = CompareTo.TARGET,
) -> Financials | None:
    """The same of all customers that the viewer sees."""
    found: Financials = await _financials(info, everybody, first, last, by, currency, compare_to)
    return found


def _named(function: Any) -> Any:
    function.__name__ = "financials"
    return function


of_customer = extend(Customer, permission=PlanPermission.READ, needs=("id", "currency"))(
    _named(_of_customer)
)
of_employee = extend(Employee, permission=PlanPermission.READ, needs=("id",))(_named(_of_employee))
of_team = extend(Team, permission=PlanPermission.READ, needs=("id",))(_named(_of_team))
of_all = extend(Query, permission=PlanPermission.READ)(_named(_of_all))
