"""What an employee may do with workflows."""

from core.permissions import Permission


class WorkflowPermission(Permission):
    READ = "workflows:read", "See workflows and everything they did."
    MANAGE = "workflows:manage", "Make and change workflows, and repeat runs that failed."
