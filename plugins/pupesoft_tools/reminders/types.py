"""The GraphQL type of reminders."""

from sqlalchemy import ColumnElement, and_

from core.declare import Node, column, entity, expression, one
from core.declare.field import Alias
from core.viewer import Viewer
from core.visibility import WithParent
from plugins.pupesoft_tools.reminders import models
from plugins.pupesoft_tools.reminders.permissions import ReminderPermission


def mine(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Whether it reminds the viewer."""
    found: ColumnElement[bool] = row.employee_id == viewer.employee_id
    return found


def is_open(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Whether it is still to be done."""
    return and_(row.acknowledged_at.is_(None), row.archived_at.is_(None))


@entity(
    models.Reminder,
    read=ReminderPermission.USE,
    visible=WithParent("Customer", "customer_id"),
    order={"remindAt": "ASC"},
)
class Reminder(Node):
    """Something to be done by an instant. Visible to whom it is for, to its author, and with its
    customer.
    """

    employee = one("Employee", "Whom it is for; you, if a new one names nobody.")
    author = one("Employee", "Who made it; null if it was nobody who signed in.")
    customer = one("Customer", "The customer that it is about; null if it is about none.")
    contact = one("Contact", "The contact that it is about, of the customer.")
    text = column("What is to be done, at most 2,000 characters.")
    due_at = column("By when, in the years 1970 to 2999. Another one ends what it was put off by.")
    snoozed_until = column("Until when it was put off; null if it was not.")
    remind_at = column("When it is due as it is now: `snoozedUntil`, else `dueAt`.")
    mine = expression(bool, "Whether it is for you.", mine)
    open = expression(bool, "Whether it is neither acknowledged nor archived.", is_open)
    acknowledged_at = column("When it was acknowledged; null while it is open.")
    acknowledged_by = one("Employee", "Who acknowledged it.")
    note = column("What was said when it was acknowledged, at most 2,000 characters.")
    mailed_at = column("When it was last in an overdue mail; null if it never was.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
