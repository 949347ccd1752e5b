"""Transactions that are repeated when another one was in the way."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

ATTEMPTS = 3
RETRIED = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for a serialization failure and a deadlock."""


async def retried(attempt: Callable[[], Awaitable[T]]) -> T:
    """What the attempt gives; it is made anew, in a new transaction, after a deadlock."""
    for _ in range(ATTEMPTS - 1):
        try:
            return await attempt()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") not in RETRIED:
                raise
    return await attempt()
