"""What an employee may do with API tokens."""

from core.permissions import Permission


class TokenPermission(Permission):
    CREATE = "tokens:create", "Make API tokens for oneself."
    MANAGE = "tokens:manage", "See and revoke the API tokens of all employees."
