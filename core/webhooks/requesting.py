"""One HTTP request to a checked address, with bounds on time and size."""

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import httpcore2

from core.webhooks.addresses import CheckedAddresses

Headers = Sequence[tuple[bytes | str, bytes | str]]


class TooLong(Exception):
    """An answer is longer than allowed."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Bounds:
    """Seconds that a whole request may take, the bytes of its answer, and whether the address may
    be one of a private network.
    """

    seconds: float
    answer_bytes: int
    private: bool


async def request(method: str, url: str, headers: Headers, body: bytes, bounds: Bounds) -> Answer:
    """Send a request and read its answer to the end; redirects are not followed.

    NotAllowed for an address that may not be reached, TooLong, TimeoutError, or an error of
    httpcore2: of those ConnectError and ConnectTimeout alone tell that nothing was sent.
    """
    backend = CheckedAddresses(private=bounds.private)
    timeouts = {"timeout": {"connect": bounds.seconds / 2}}
    async with (
        asyncio.timeout(bounds.seconds),
        httpcore2.AsyncConnectionPool(ssl_context=_tls(), network_backend=backend) as pool,
        pool.stream(method, url, headers=headers, content=body, extensions=timeouts) as response,
    ):
        found = bytearray()
        async for chunk in response.aiter_stream():
            found += chunk
            if len(found) > bounds.answer_bytes:
                raise TooLong
        return Answer(int(response.status), bytes(found))


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
