"""Transactions that are undone on request, and tried again when they got in another's way."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from sqlalchemy.exc import DBAPIError

from core.viewer import Viewer
from core.writing.writing import Writing, transaction

if TYPE_CHECKING:
    from core.deployment import Deployment

T = TypeVar("T")

ATTEMPTS = 3
RETRIED = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for a serialization failure and a deadlock."""


class Undone(Exception, Generic[T]):
    """Carries the answer out of a transaction that must not commit."""

    def __init__(self, answer: T) -> None:
        self.answer = answer


async def attempt(
    deployment: "Deployment",
    viewer: Viewer,
    work: Callable[[Writing], Awaitable[T]],
    keeps: Callable[[T], bool],
) -> T:
    """What `work` answers in a transaction, which commits if `keeps(answer)`, and else is undone.

    After a deadlock it is tried again, so that `work` may run up to three times.
    """
    left = ATTEMPTS
    while True:
        left -= 1
        try:
            async with transaction(deployment, viewer) as writing:
                answer = await work(writing)
                if not keeps(answer):
                    raise Undone(answer)
                return answer
        except Undone as undone:
            return cast(T, undone.answer)
        except DBAPIError as error:
            if not left or getattr(error.orig, "sqlstate", "") not in RETRIED:
                raise
