"""Waiting for what happens soon, on a machine of any speed."""

from collections.abc import Awaitable, Callable

import anyio

PATIENCE = 30
"""Seconds after which it counts as never."""


FIRST_PAUSE, LONGEST_PAUSE = 0.001, 0.02
"""Seconds between two looks; what does not hold at once may take long."""


async def until(holds: Callable[[], Awaitable[bool]], patience: float = PATIENCE) -> None:
    """Wait until something holds."""
    pause = FIRST_PAUSE
    with anyio.fail_after(patience):
        while not await holds():
            await anyio.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
