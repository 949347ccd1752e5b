"""The one layer around every request."""

from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.http.middleware.access_log import log_request
from schema.http.middleware.metrics import Metrics
from schema.http.middleware.request_id import NAME, RequestIds
from schema.http.middleware.security_headers import security_headers


class Surroundings:
    """Gives a request its id and its response careful headers; logs and counts it.

    One layer for all of these, since each takes time of every request.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics | None = None) -> None:
        self.app = app
        self._metrics = metrics
        self._ids = RequestIds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        request_id = self._ids.of(scope)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self._answer(scope, receive, send, request_id)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        status, size, started = 500, 0, perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status, headers = message["status"], message["headers"]
                added = security_headers(headers)
                message["headers"] = [*headers, *added, (NAME, request_id.encode())]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            seconds = perf_counter() - started
            if self._metrics is not None:
                self._metrics.observe(scope, status, seconds)
            log_request(scope, status, size, seconds)
