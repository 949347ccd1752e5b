"""Reminders of customers, and whether they are late."""

from strawberry import Parent

from core.context import Info
from core.customers.types import Customer
from core.declare import connection, extend
from plugins.pupesoft_tools.reminders import models
from plugins.pupesoft_tools.reminders.types import Reminder

of_customers = extend(
    Customer,
    reminders=connection(
        "Reminder",
        models.Reminder.customer_id,
        "The reminders about it, of all employees, the earliest first.",
    ),
)


@extend(Reminder, needs=("remind_at", "acknowledged_at", "archived_at"))
def overdue(reminder: Parent[models.Reminder], info: Info) -> bool:
    """Whether it is open, and due already."""
    is_open = reminder.acknowledged_at is None and reminder.archived_at is None
    return is_open and reminder.remind_at < info.context.deployment.clock.now()
