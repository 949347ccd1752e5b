"""Work for many at once: whoever comes while it is done for others takes part in the next turn."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
A = TypeVar("A")

MOST = 50
"""Items of one turn: as many as one notification tells of."""


class Gathering:
    """Does work of one kind in turns, one after the other, each for all who wait for it."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, list[tuple[Any, asyncio.Future[Any]]]] = {}
        self._working: dict[Hashable, asyncio.Task[None]] = {}

    async def take_part(
        self, kind: Hashable, item: T, work: Callable[[Sequence[T]], Awaitable[Sequence[A]]]
    ) -> A:
        """What `work` answers for an item; all who ask for work of a kind give the same `work`.

        What it raises, all raise who take part in that turn.
        """
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(kind, []).append((item, answer))
        if kind not in self._working:
            self._working[kind] = asyncio.create_task(self._take_turns(kind, work))
        return await answer

    async def _take_turns(self, kind: Hashable, work: Callable[..., Awaitable[Any]]) -> None:
        try:
            while waiting := self._waiting.pop(kind, []):
                if len(waiting) > MOST:
                    self._waiting[kind] = waiting[MOST:]
                await _answer(waiting[:MOST], work)
        finally:
            del self._working[kind]


async def _answer(
    waiting: Sequence[tuple[Any, asyncio.Future[Any]]], work: Callable[..., Awaitable[Any]]
) -> None:
    # who is gone has cancelled his future
    try:
        answers = await work([item for item, _ in waiting])
    except Exception as error:  # noqa: BLE001 - it is raised where the answer is waited for
        for _, future in waiting:
            if not future.done():
                future.set_exception(error)
        return
    for (_, future), answer in zip(waiting, answers, strict=True):
        if not future.done():
            future.set_result(answer)
