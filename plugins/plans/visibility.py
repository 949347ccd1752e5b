"""For which reasons a row of a plan is visible, besides its customer."""

from sqlalchemy import ColumnElement, exists, true

from core.customers.models import Customer
from core.declare.aliases import alias
from core.declare.field import Alias
from core.viewer import Viewer
from core.visibility import Reason
from plugins.plans.models import PlanAdministrator
from plugins.plans.permissions import PlanPermission


def owned(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of customers that the viewer owns."""
    mine = alias(Customer)
    held = mine.id == row.customer_id, mine.owner_id == viewer.employee_id
    return exists().where(*held).correlate_except(mine)


def administered(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of plans that the viewer administers."""
    if viewer.may(PlanPermission.MANAGE):
        return true()
    post = alias(PlanAdministrator)
    held = post.plan_id == row.plan_id, post.employee_id == viewer.employee_id
    return exists().where(*held).correlate_except(post)


REASONS = (
    Reason("PlanRow", "OWNER", "You own the customer.", owned),
    Reason("PlanRow", "ADMINISTRATOR", "You administer the plan.", administered),
)
