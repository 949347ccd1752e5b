"""Whose customers a plan covers, and by what."""

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.sql.elements import SQLCoreOperations

from core.declare.field import Alias
from core.employees.models import Employee, Team
from core.products.enums import BasketType
from plugins.plans.models import PlanGroup


def covered(customer: Alias, plan_id: int | SQLCoreOperations[int]) -> ColumnElement[bool]:
    """Whether a customer in use belongs to a sales group of the plan, or to one below it.

    It does through its owner.
    """
    chosen = select(PlanGroup.team_id).where(PlanGroup.plan_id == plan_id)
    inside: ColumnElement[bool] = customer.owner_id.in_(members(chosen))
    in_use: ColumnElement[bool] = customer.archived_at.is_(None)
    return in_use & inside


def members(teams: Select[int]) -> Select[int]:
    """Keys of the employees in teams, and in the teams below them."""
    chosen = teams.cte(recursive=True)
    key = next(iter(chosen.c))
    below = select(Team.id).join(chosen, Team.parent_id == key)
    found = chosen.union(below.where(Team.archived_at.is_(None)))
    return select(Employee.id).where(Employee.team_id.in_(select(next(iter(found.c)))))


def is_area(basket: Alias) -> ColumnElement[bool]:
    """Whether a basket is an offering area in use."""
    kind: ColumnElement[bool] = basket.type == BasketType.WALLET_SHARE
    in_use: ColumnElement[bool] = basket.active & basket.archived_at.is_(None)
    return kind & in_use
