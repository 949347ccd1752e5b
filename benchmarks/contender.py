"""One way to answer the scenarios."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.request import Request
from benchmarks.server import Server


@dataclass(frozen=True)
class Contender:
    """A server, and how it is asked: the request of a scenario for the customer with a key.

    `plan` is what Kortisto must tell about the way it answered, where it matters.
    """

    name: str
    server: Server
    ask: Callable[[str, int], Request]
    plan: str | None = None
