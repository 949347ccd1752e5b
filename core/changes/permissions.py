"""What an employee may do with the change log."""

from core.permissions import Permission


class ChangePermission(Permission):
    READ = (
        "changes:read",
        "Read who changed what, old and new values included, of visible customers.",
    )
    READ_ALL = "changes:read_all", "Read the changes of everything, employees and roles included."
