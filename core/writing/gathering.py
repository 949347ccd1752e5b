"""Work for many at once: whoever comes while it is done for others takes part in the next turn."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
A = TypeVar("A")

MOST = 50
"""Items of one turn: as many as one notification tells of."""

AT_ONCE = 3
"""Turns of one kind at the same time."""


class Gathering:
    """Does work of one kind in turns, each for all who wait for it."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, list[tuple[Any, asyncio.Future[Any]]]] = {}
        self._turns: Counter[Hashable] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    async def take_part(
        self, kind: Hashable, item: T, work: Callable[[Sequence[T]], Awaitable[Sequence[A]]]
    ) -> A:
        """What `work` answers for an item; all who ask for work of a kind give the same `work`.

        What it raises, all raise who take part in that turn.
        """
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(kind, []).append((item, answer))
        if self._turns[kind] < AT_ONCE:
            self._turns[kind] += 1
            task = asyncio.create_task(self._take_turns(kind, work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await answer

    async def _take_turns(self, kind: Hashable, work: Callable[..., Awaitable[Any]]) -> None:
        try:
            while waiting := self._waiting.pop(kind, []):
                if len(waiting) > MOST:
                    self._waiting[kind] = waiting[MOST:]
                await _answer(waiting[:MOST], work)
        finally:
            self._turns[kind] -= 1


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
