"""What an employee may do with plans."""

from core.permissions import Permission


class PlanPermission(Permission):
    READ = "plans:read", "Read plans, and in them the rows of one's own customers."
    READ_ALL = "plans:read_all", "Read the plan rows of every customer that one sees."
    WRITE = "plans:write", "Plan for one's own customers, and in plans that one administers."
    MANAGE = "plans:manage", "Make plans, administer all of them, and set the rules of planning."
