"""What an employee may do with reminders."""

from core.permissions import Permission


class ReminderPermission(Permission):
    USE = "reminders:use", "Make reminders for oneself; see them, and those of visible customers."
    ASSIGN = "reminders:assign", "Make reminders for colleagues."
