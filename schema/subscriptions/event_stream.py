"""Server-sent events as graphql-sse has them, in distinct connections mode."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from graphql import OperationType
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from core.context import Context
from core.errors import Unauthenticated
from schema.http.errors import error_body
from schema.http.negotiation import EVENT_STREAM
from schema.http.request import GraphQLRequest
from schema.http.response import encode
from schema.subscriptions.streams import Streams

HEADERS = (
    (b"content-type", f"{EVENT_STREAM}; charset=utf-8".encode()),
    (b"cache-control", b"no-store"),
    # proxies would keep events back
    (b"x-accel-buffering", b"no"),
)

HEARTBEAT = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"


@dataclass(frozen=True)
class EventStreams:
    """Answers requests with events."""

    streams: Streams

    def is_subscription(self, asked: GraphQLRequest) -> bool:
        """Whether a request asks for a subscription."""
        return self.streams.kind(asked) is OperationType.SUBSCRIPTION

    def response(self, asked: GraphQLRequest, context: Context) -> Response:
        """The response that streams the results; TooManyConnections if there are enough."""
        held = ExitStack()
        held.enter_context(self.streams.connection(context, "sse"))
        return EventStream(self.streams, asked, context, held.close)


class EventStream(Response):
    """Streams the results of one operation; `end` is called when nobody takes any more."""

    def __init__(
        self,
        streams: Streams,
        asked: GraphQLRequest,
        context: Context,
        end: Callable[[], None],
    ) -> None:
        self._streams = streams
        self._asked = asked
        self._context = context
        self._end = end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS]})
            await Flow(self._streams, self._asked, self._context, send).run(receive)
        finally:
            self._context.release()
            self._end()


class Flow:
    """One response under way."""

    def __init__(
        self, streams: Streams, asked: GraphQLRequest, context: Context, send: Send
    ) -> None:
        self._streams = streams
        self._asked = asked
        self._context = context
        self._send = send
        self._sending = asyncio.Lock()

    async def run(self, receive: Receive) -> None:
        """Send until all is sent, the client leaves or may no longer come in, or we end."""
        streams = self._streams
        results = asyncio.create_task(self._results())
        gone = asyncio.create_task(streams.until_unwelcome(self._context))
        others = [
            asyncio.create_task(_disconnected(receive)),
            asyncio.create_task(streams.stopping.wait()),
            asyncio.create_task(self._beat()),
        ]
        tasks = [results, gone, *others]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        if _succeeded(gone) and not _succeeded(results):
            await self._tell_unwelcome()
        if not any(task.done() and not task.cancelled() and task.exception() for task in tasks):
            await self._write(b"", more=False)

    async def _results(self) -> None:
        async for result in self._streams.results(self._asked, self._context):
            await self._write(_event(encode(result)))
        await self._write(COMPLETE)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._streams.settings.heartbeat_seconds)
            await self._write(HEARTBEAT)

    async def _tell_unwelcome(self) -> None:
        error = Unauthenticated("Your sign-in or token has ended: sign in again.")
        await self._write(_event(error_body(error.message, error.extensions)) + COMPLETE)

    async def _write(self, body: bytes, *, more: bool = True) -> None:
        message: Message = {"type": "http.response.body", "body": body, "more_body": more}
        async with self._sending, asyncio.timeout(self._streams.settings.send_seconds):
            await self._send(message)


def _event(body: bytes) -> bytes:
    return b"event: next\ndata: " + body + b"\n\n"


def _succeeded(task: asyncio.Task[None]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
