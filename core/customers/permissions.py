"""What an employee may do with customers."""

from core.permissions import Permission


class CustomerPermission(Permission):
    READ = "customers:read", "Read the customers that are visible to oneself."
    READ_ALL = "customers:read_all", "See every customer, and what hangs on it."
    WRITE = "customers:write", "Make and change visible customers."
    ARCHIVE = "customers:archive", "Archive and restore visible customers."
