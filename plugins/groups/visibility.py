"""For which reasons a customer is visible: responsibility, and groups that one sells to."""

from sqlalchemy import ColumnElement, select

from core.declare.field import Alias
from core.employees.enums import SalesRight
from core.employees.models import Employee
from core.reading.today import today
from core.viewer import Viewer
from core.visibility import Reason
from plugins.groups.intervals import holds_on
from plugins.groups.models import CustomerGroupMember, CustomerGroupSeller
from plugins.groups.responsibility_models import Responsibility, ResponsibilitySettings


def responsible(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Customers that the viewer is responsible for today, if the settings say that he sees them."""
    mine = Responsibility
    wanted = select(ResponsibilitySettings.responsible_see).scalar_subquery()
    held = select(mine.customer_id).where(
        mine.employee_id == viewer.employee_id, holds_on(mine, today()), wanted
    )
    found: ColumnElement[bool] = row.id.in_(held)
    return found


def sold_to(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Customers of the groups that the viewer sells to, if he has a sales right."""
    member, seller = CustomerGroupMember, CustomerGroupSeller
    held = (
        select(member.customer_id)
        .join(seller, seller.group_id == member.group_id)
        .join(Employee, Employee.id == seller.employee_id)
        .where(seller.employee_id == viewer.employee_id, Employee.sales_right != SalesRight.NONE)
    )
    found: ColumnElement[bool] = row.id.in_(held)
    return found


REASONS = (
    Reason("Customer", "RESPONSIBLE", "You are responsible for it today.", responsible),
    Reason("Customer", "GROUP_SELLER", "You sell to its customer group.", sold_to),
)
