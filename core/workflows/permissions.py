"""What an employee may do with workflows."""

from core.permissions import Permission


class WorkflowPermission(Permission):
    READ = "workflows:read", "See workflows, and what they did to visible customers."
    READ_ALL = "workflows:read_all", "See everything that workflows did."
    MANAGE = "workflows:manage", "Make and change workflows, and repeat runs that failed."
