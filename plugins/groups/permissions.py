"""What an employee may do with groups and responsibilities."""

from core.permissions import Permission


class GroupPermission(Permission):
    READ = "groups:read", "Read customer groups and special groups, and who sells to them."
    MANAGE = "groups:manage", "Make and change groups, their sellers, and who is in special groups."


class ResponsibilityPermission(Permission):
    READ = (
        "responsibilities:read",
        "Read who is responsible for visible customers, and who takes part in their projects.",
    )
    WRITE = (
        "responsibilities:write",
        "Say who is responsible for visible customers and projects, when, and in which roles.",
    )
    MANAGE = "responsibilities:manage", "Set whether those who are responsible see the customer."
