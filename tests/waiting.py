"""Waiting for what happens soon, on a machine of any speed."""

from collections.abc import Awaitable, Callable

import anyio

PATIENCE = 30
"""Seconds after which it counts as never."""


async def until(holds: Callable[[], Awaitable[bool]], patience: float = PATIENCE) -> None:
    """Wait until something holds."""
    with anyio.fail_after(patience):
        while True:
            if await holds():
                return
            await anyio.sleep(0.01)
