"""What an employee may do with reports."""

from core.permissions import Permission


class SqlGeneratorPermission(Permission):
    USE = "sql_generator:use", "Make, keep, share and run reports over what is visible to oneself."
