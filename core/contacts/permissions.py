"""What an employee may do with contacts."""

from core.permissions import Permission


class ContactPermission(Permission):
    READ = "contacts:read", "Read the contacts of visible customers."
    WRITE = "contacts:write", "Make and change contacts of visible customers."
    ARCHIVE = "contacts:archive", "Archive and restore contacts of visible customers."
