"""Hearing that the server is about to end, before it waits for responses to be finished."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

NUMBERS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def told_of_the_end(tell: Callable[[], None]) -> Iterator[None]:
    """Call a function when a signal ends the server meanwhile, and let the server know as well.

    An event stream is never finished by itself, so that the server would wait for it in vain. Where
    nobody handles signals, they are left alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in NUMBERS}

    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(tell)
        known = before[signal.Signals(number)]
        if callable(known):
            known(number, frame)

    handled = {number: known for number, known in before.items() if callable(known)}
    for number in handled:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, known in handled.items():
            signal.signal(number, known)
