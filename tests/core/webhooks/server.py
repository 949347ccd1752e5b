"""An HTTP server on loopback that does as a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.serving import served


@dataclass(frozen=True)
class Received:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What has arrived, and what is answered: the statuses in their order, then 200."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    location: str = ""
    held: asyncio.Event | None = None
    """Until it is set, no answer comes."""
    answer_bytes: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = await request.body()
        headers = dict(request.headers)
        self.received.append(Received(request.method, request.url.path, headers, body))
        if self.held is not None:
            await self.held.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        extra = {"Location": self.location} if 300 <= status < 400 else {}
        response = Response(b"x" * self.answer_bytes, status, extra)
        await response(scope, receive, send)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """The server, answering at its port."""
    receiver = Receiver()
    async with served(receiver) as port:
        receiver.port = port
        yield receiver
        if receiver.held is not None:
            receiver.held.set()
