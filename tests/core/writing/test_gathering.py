"""Work that is done in turns, each for all who wait for it."""

import asyncio
from collections.abc import Sequence

import pytest

from core.writing.gathering import Gathering


class Work:
    """Squares numbers as soon as it may; refuses 13."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.turns: list[int] = []

    async def __call__(self, items: Sequence[int]) -> Sequence[int]:
        self.turns.append(len(items))
        await self.may.wait()
        if 13 in items:
            raise ValueError("13")
        return [item * item for item in items]


async def test_who_comes_while_others_are_served_takes_part_in_the_next_turn() -> None:
    gathering, work = Gathering(), Work()
    asked = []
    for number in range(10):
        asked.append(asyncio.create_task(gathering.take_part("squares", number, work)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    work.may.set()
    assert await asyncio.gather(*asked) == [number * number for number in range(10)]
    assert work.turns == [1, 9]
    assert await gathering.take_part("squares", 11, work) == 121


async def test_a_failure_is_that_of_all_in_its_turn_and_of_nobody_else() -> None:
    gathering, work = Gathering(), Work()
    work.may.set()
    asked = [gathering.take_part("squares", number, work) for number in (1, 13)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(answer) for answer in answers] == [ValueError, ValueError]
    assert await gathering.take_part("squares", 2, work) == 4


async def test_who_goes_away_takes_nothing_from_others() -> None:
    gathering, work = Gathering(), Work()
    first, second = (
        asyncio.create_task(gathering.take_part("squares", number, work)) for number in (2, 3)
    )
    await asyncio.sleep(0)
    first.cancel()
    work.may.set()
    assert await second == 9
    with pytest.raises(asyncio.CancelledError):
        await first
