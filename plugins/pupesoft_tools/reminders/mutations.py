"""Making and changing reminders."""

from core.writing import writes
from plugins.pupesoft_tools.reminders.permissions import ReminderPermission
from plugins.pupesoft_tools.reminders.rules import ReminderRules
from plugins.pupesoft_tools.reminders.types import Reminder

reminder_writes = writes(
    Reminder,
    inputs=("employee", "customer", "contact", "text", "due_at"),
    create=ReminderPermission.USE,
    update=ReminderPermission.USE,
    archive=ReminderPermission.USE,
    rules=ReminderRules,
    filled=("employee_id",),
)
