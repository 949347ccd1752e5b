"""What an employee may do with module tools."""

from core.permissions import Permission


class ToolPermission(Permission):
    USE = "tools:use", "See module tools, and run them as far as one's other rights allow."
    MANAGE = "tools:manage", "Make and change module tools."
