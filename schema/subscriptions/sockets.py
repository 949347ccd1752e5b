"""The WebSocket route of /graphql."""

from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import Any

import structlog
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from core.context import Context
from core.errors import Unauthenticated
from schema.http.csrf import is_allowed
from schema.http.settings import HTTPSettings
from schema.subscriptions.connection import Connection
from schema.subscriptions.messages import PROTOCOL, Closing
from schema.subscriptions.streams import Streams

log = structlog.stdlib.get_logger("kortisto.subscriptions")


class SocketEndpoint:
    """The ASGI application that serves graphql-transport-ws.

    The session cookie counts if a page of ours, or of an allowed origin, connects; browsers always
    tell the origin. A token comes in the payload of `connection_init`, `{"Authorization": "Bearer
    …"}`, or in the header.
    """

    def __init__(
        self,
        streams: Streams,
        make_context: Callable[[HTTPConnection], Awaitable[Context]],
        settings: HTTPSettings,
    ) -> None:
        self._streams = streams
        self._make_context = make_context
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        if PROTOCOL not in scope.get("subprotocols", ()):
            await socket.accept()
            await socket.close(4406, "Subprotocol not acceptable")
            return
        started = perf_counter()
        closing: Closing | None = None
        try:
            connection = Connection(socket, self._streams, self._identifier(socket))
            closing = await connection.run()
        except Exception as error:
            log.error("unexpected error", exc_info=error)
            closing = Closing(1011, "Internal error")
            await socket.close(closing.code, closing.reason)
        finally:
            log.info(
                "websocket",
                path=scope["path"],
                code=closing.code if closing else 1000,
                seconds=round(perf_counter() - started, 1),
            )

    def _identifier(self, socket: WebSocket) -> Callable[[Mapping[str, Any]], Awaitable[Context]]:
        async def identify(payload: Mapping[str, Any]) -> Context:
            context = await self._make_context(HTTPConnection(self._scope(socket, payload)))
            if context.viewer is None:
                raise Unauthenticated("Sign in, or send a token in `connection_init`.")
            return context

        return identify

    def _scope(self, socket: WebSocket, payload: Mapping[str, Any]) -> Scope:
        """The request for the connection, with the credentials that count."""
        headers = dict(socket.scope["headers"])
        origin = socket.headers.get("origin")
        if origin is None or not is_allowed(origin, socket, self._settings):
            headers.pop(b"cookie", None)
        for name, value in payload.items():
            if name.lower() == "authorization" and isinstance(value, str):
                headers[b"authorization"] = value.encode()
        return {**socket.scope, "headers": [*headers.items()]}
