"""What an employee may do with projects."""

from core.permissions import Permission


class ProjectPermission(Permission):
    READ = "projects:read", "Read the projects of visible customers and their participants."
    WRITE = "projects:write", "Make and change projects of visible customers and who takes part."
    ARCHIVE = "projects:archive", "Archive and restore projects of visible customers."
