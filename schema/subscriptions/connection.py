"""One WebSocket connection."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack, suppress
from typing import Any

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from core.context import Context
from core.errors import KortistoError
from schema.errors import present
from schema.http.errors import RequestError
from schema.http.request import GraphQLRequest, build
from schema.http.response import encode
from schema.subscriptions.messages import (
    PROTOCOL,
    Closing,
    id_of,
    payload_of,
    read_message,
    written,
)
from schema.subscriptions.streams import Streams, TooManyConnections

Identify = Callable[[Mapping[str, Any]], Awaitable[Context]]
"""Finds out who connects, from the payload of `connection_init`."""


class Connection:
    """Speaks graphql-transport-ws with one client until one of both has enough."""

    def __init__(self, socket: WebSocket, streams: Streams, identify: Identify) -> None:
        self._socket = socket
        self._streams = streams
        self._identify = identify
        self._payload: Mapping[str, Any] | None = None
        self._context: Context | None = None
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._held = ExitStack()
        self._sending = asyncio.Lock()
        self._stuck = asyncio.Event()
        self._known = asyncio.Event()

    async def run(self) -> Closing | None:
        """Serve the client; why the connection was closed, None if the client left."""
        await self._socket.accept(subprotocol=PROTOCOL)
        tasks = [
            asyncio.create_task(self._read()),
            asyncio.create_task(self._watch()),
            asyncio.create_task(self._cut_off()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end([*tasks, *self._operations.values()])
            self._held.close()
        closing = next(filter(None, map(_reason, tasks)), None)
        if closing is not None and not self._stuck.is_set():
            await self._socket.close(closing.code, closing.reason)
        return closing

    async def _read(self) -> None:
        try:
            while True:
                message = await self._socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                await self._handle(read_message(message.get("text")))
        except WebSocketDisconnect:
            return

    async def _watch(self) -> None:
        """Close the connection of who does not say who he is, or may no longer come in."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._known.wait(), self._streams.settings.init_seconds)
        if self._context is None:
            raise Closing(4408, "Connection initialisation timeout")
        await self._streams.until_unwelcome(self._context)
        raise Closing(4403, "Forbidden")

    async def _cut_off(self) -> None:
        await self._stuck.wait()
        raise Closing(1013, "The client takes nothing.")

    async def _handle(self, message: Mapping[str, Any]) -> None:
        kind = message["type"]
        if kind == "connection_init":
            await self._init(payload_of(message))
        elif kind == "ping":
            await self._send(written("pong"))
        elif kind == "subscribe":
            await self._subscribe(message)
        elif kind == "complete":
            operation = self._operations.pop(id_of(message), None)
            if operation is not None:
                operation.cancel()
        elif kind != "pong":
            raise Closing(4400, "Unknown message type.")

    async def _init(self, payload: Mapping[str, Any]) -> None:
        if self._payload is not None:
            raise Closing(4429, "Too many initialisation requests")
        self._payload = payload
        try:
            context = await self._identify(payload)
            self._held.enter_context(self._streams.connection(context, "websocket"))
        except TooManyConnections as error:
            raise Closing(1013, error.message) from None
        except KortistoError as error:
            raise Closing(4403, error.message) from None
        self._context = context
        self._known.set()
        await self._send(written("connection_ack"))

    async def _subscribe(self, message: Mapping[str, Any]) -> None:
        if self._context is None or self._payload is None:
            raise Closing(4401, "Unauthorized")
        key = id_of(message)
        if key in self._operations:
            raise Closing(4409, f"Subscriber for {key} already exists")
        if len(self._operations) >= self._streams.settings.operations:
            text = f"{len(self._operations)} operations are under way: complete one."
            error = {"message": text, "extensions": {"code": "LIMIT_OPERATIONS"}}
            await self._send(written("error", id=key, payload=[error]))
            return
        try:
            asked = build(payload_of(message))
        except RequestError as error:
            raise Closing(4400, error.message) from None
        # each operation has loaders of its own
        context = await self._identify(self._payload)
        self._operations[key] = asyncio.create_task(self._operate(key, asked, context))

    async def _operate(self, key: str, asked: GraphQLRequest, context: Context) -> None:
        own = asyncio.current_task()
        try:
            async for result in self._streams.results(asked, context):
                if isinstance(result, PreExecutionError):
                    self._forget(key, own)
                    errors = [present(error) for error in result.errors or ()]
                    await self._send(written("error", id=key, payload=errors))
                    return
                await self._send_next(key, result)
            self._forget(key, own)
            await self._send(written("complete", id=key))
        finally:
            self._forget(key, own)
            context.release()

    def _forget(self, key: str, operation: asyncio.Task[None] | None) -> None:
        """Let the id be used again, before the client hears that it may."""
        if self._operations.get(key) is operation:
            del self._operations[key]

    async def _send_next(self, key: str, result: ExecutionResult) -> None:
        await self._send(written("next", id=key, payload=orjson.Fragment(encode(result))))

    async def _send(self, text: str) -> None:
        try:
            async with self._sending, asyncio.timeout(self._streams.settings.send_seconds):
                await self._socket.send_text(text)
        except TimeoutError:
            self._stuck.set()
        except WebSocketDisconnect:
            pass


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


def _reason(task: asyncio.Task[None]) -> Closing | None:
    if not task.done() or task.cancelled():
        return None
    error = task.exception()
    if error is None or isinstance(error, Closing):
        return error
    raise error
