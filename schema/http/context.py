"""What the endpoint needs of an operation's context."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from starlette.requests import Request


class RequestContext(Protocol):
    """The context of one operation; it knows who asks before the body is read."""

    response_headers: list[tuple[str, str]]
    """Headers that resolvers add to the response, such as Set-Cookie."""

    def release(self) -> None:
        """Let go of what was read, now that it is answered."""

    @property
    def viewer(self) -> object:
        """Who asks; None if nobody is known."""


ContextFactory = Callable[[Request], Awaitable[RequestContext]]
