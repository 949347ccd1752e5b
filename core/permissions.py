"""Permissions: a closed, named list, `resource:action`, spread over the domains and plugins."""

from enum import StrEnum
from typing import Self


class Permission(StrEnum):
    """Base of the enums of permissions. Each member has a value and says what it allows."""

    description: str

    def __new__(cls, value: str, description: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member
