"""What the endpoint needs of an operation's context."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from starlette.requests import Request


class ResponseHeaders(Protocol):
    """A context that resolvers may add response headers to, such as Set-Cookie."""

    response_headers: list[tuple[str, str]]


ContextFactory = Callable[[Request], AbstractAsyncContextManager[ResponseHeaders]]
