"""What an employee may do with calendars."""

from core.permissions import Permission


class CalendarPermission(Permission):
    READ = "calendar:read", "Read one's calendar, and entries of visible customers."
    READ_ALL = (
        "calendar:read_all",
        "Read the calendars of colleagues side by side; of private entries, when they are.",
    )
    WRITE = "calendar:write", "Make, change, move and archive entries of one's calendar."
    WRITE_ALL = (
        "calendar:write_all",
        "The same in the calendars of colleagues, with entries that one sees.",
    )
