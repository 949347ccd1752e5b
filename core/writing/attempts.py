"""Transactions that are undone on request."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from core.viewer import Viewer
from core.writing.retrying import retried
from core.writing.writing import Writing, transaction

if TYPE_CHECKING:
    from core.deployment import Deployment

T = TypeVar("T")


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

    After a deadlock it is tried again, so that `work` may run several times.
    """

    async def once() -> T:
        async with transaction(deployment, viewer) as writing:
            answer = await work(writing)
            if not keeps(answer):
                raise Undone(answer)
            return answer

    try:
        return await retried(once)
    except Undone as undone:
        return cast(T, undone.answer)
