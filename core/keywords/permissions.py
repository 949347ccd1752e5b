"""What an employee may do with keywords."""

from core.permissions import Permission


class KeywordPermission(Permission):
    READ = "keywords:read", "Read keywords: departments, districts, segments and other lists."
    MANAGE = "keywords:manage", "Make, change, archive and restore keywords."
