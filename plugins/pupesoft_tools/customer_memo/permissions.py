"""What an employee may do with memos."""

from core.permissions import Permission


class MemoPermission(Permission):
    READ = "memos:read", "Read memos and timelines of visible customers."
    WRITE = "memos:write", "Write memos about visible customers; change and archive one's own."
    MANAGE = "memos:manage", "Change and archive memos of others too."
