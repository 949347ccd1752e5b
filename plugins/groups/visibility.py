"""For which reasons a customer is visible: responsibility, and groups that one sells to."""

from functools import lru_cache

from sqlalchemy import ColumnElement, Select, select

from core.declare.field import Alias
from core.employees.enums import SalesRight
from core.employees.models import Employee
from core.reading.today import today
from core.viewer import Viewer
from core.visibility import Reason
from plugins.groups.intervals import holds_on
from plugins.groups.models import CustomerGroupMember, CustomerGroupSeller
from plugins.groups.responsibility_models import Responsibility, ResponsibilitySettings

MOST_VIEWERS = 100
"""Employees for whom the SQL of what they see is kept."""


def responsible(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Customers that the viewer is responsible for today, if the settings say that he sees them."""
    found: ColumnElement[bool] = row.id.in_(_responsible_for(viewer.employee_id))
    return found


@lru_cache(MOST_VIEWERS)
def _responsible_for(employee_id: int) -> Select[int]:
    mine, settings = Responsibility.__table__.c, ResponsibilitySettings.__table__.c
    wanted = select(settings.responsible_see).scalar_subquery()
    return select(mine.customer_id).where(
        mine.employee_id == employee_id, holds_on(mine, today()), wanted
    )


def sold_to(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Customers of the groups that the viewer sells to, if he has a sales right."""
    found: ColumnElement[bool] = row.id.in_(_sold_by(viewer.employee_id))
    return found


@lru_cache(MOST_VIEWERS)
def _sold_by(employee_id: int) -> Select[int]:
    member, seller = CustomerGroupMember.__table__, CustomerGroupSeller.__table__
    employee = Employee.__table__
    return (
        select(member.c.customer_id)
        .join(seller, seller.c.group_id == member.c.group_id)
        .join(employee, employee.c.id == seller.c.employee_id)
        .where(seller.c.employee_id == employee_id, employee.c.sales_right != SalesRight.NONE)
    )


REASONS = (
    Reason("Customer", "RESPONSIBLE", "You are responsible for it today.", responsible),
    Reason("Customer", "GROUP_SELLER", "You sell to its customer group.", sold_to),
)
