"""GraphQL over HTTP."""

from typing import Any, Protocol

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry import Schema

from core.errors import KortistoError
from schema.compiled import HotLane
from schema.documents import TrustedDocuments
from schema.http.context import ContextFactory
from schema.http.csrf import check_cookie_request
from schema.http.errors import RequestError, error_response, masked
from schema.http.execution import Executor
from schema.http.graphiql import GraphiQL
from schema.http.headers import IndexedRequest
from schema.http.middleware.access_log import tell
from schema.http.negotiation import EVENT_STREAM, GRAPHQL_RESPONSE, HTML, JSON, choose, names
from schema.http.request import GraphQLRequest, build, read_given
from schema.http.response import codes_of, respond
from schema.http.settings import HTTPSettings
from schema.limits import Limits

log = structlog.stdlib.get_logger("kortisto.http")

ALLOW = {"Allow": "GET, HEAD, POST, OPTIONS"}


class Streaming(Protocol):
    """What answers with events."""

    def is_subscription(self, asked: GraphQLRequest) -> bool:
        """Whether a request asks for a subscription."""
        ...

    def response(self, asked: GraphQLRequest, context: Any) -> Response:
        """The response that streams the results."""
        ...


class GraphQLEndpoint:
    """The ASGI application that executes queries and mutations, or shows GraphiQL."""

    def __init__(
        self,
        schema: Schema,
        make_context: ContextFactory,
        limits: Limits,
        settings: HTTPSettings | None = None,
        trusted: TrustedDocuments | None = None,
        hot: HotLane | None = None,
        streams: Streaming | None = None,
    ) -> None:
        self.schema = schema
        self.executor = Executor(schema, trusted or TrustedDocuments(), hot)
        self.make_context = make_context
        self.limits = limits
        self.settings = settings or HTTPSettings()
        self.graphiql = GraphiQL()
        self.streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = IndexedRequest(scope, receive)
        response = await self.handle(request)
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def handle(self, request: Request) -> Response:
        """The response to any request; nothing is raised."""
        media_type = JSON
        try:
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=ALLOW)
            media_type = self.negotiate(request)
            if media_type == HTML:
                return self.graphiql.response()
            return await self.answer(request, media_type)
        except RequestError as error:
            return self.refuse(request, error, media_type)
        except KortistoError as error:
            return self.refuse(request, RequestError.of(error), media_type)
        except Exception as error:
            log.error("unexpected error", exc_info=error)
            return masked()

    def negotiate(self, request: Request) -> str:
        """The media type of the response."""
        if request.method not in ("GET", "HEAD", "POST"):
            raise RequestError(405, "METHOD_NOT_ALLOWED", "Use GET or POST.", ALLOW)
        pages = self.settings.graphiql and request.method != "POST"
        offers = (JSON, GRAPHQL_RESPONSE, HTML) if pages else (JSON, GRAPHQL_RESPONSE)
        # Several Accept lines mean the same as one with commas.
        accept = ", ".join(request.headers.getlist("accept"))
        media_type = choose(accept, offers)
        if media_type is None and self.streams and names(accept, EVENT_STREAM):
            return EVENT_STREAM
        if media_type is None:
            raise RequestError(406, "NOT_ACCEPTABLE", f"Accept one of {', '.join(offers)}.")
        return media_type

    async def answer(self, request: Request, media_type: str) -> Response:
        """Execute the operation of a request."""
        check_cookie_request(request, self.settings)
        context = await self.make_context(request)
        try:
            known = context.viewer is not None
            asked = build(await read_given(request, self.limits, known=known))
            operation = (asked, request.method, context)
            result = None
            if media_type != EVENT_STREAM:
                result = await self.executor.on_hot_lane(*operation)
            if result is None:
                if self.streams and self.is_streamed(request, asked, media_type):
                    return self.streams.response(asked, context)
                result = await self.executor.execute(*operation)
        finally:
            context.release()
        named = (asked.operation_name or "")[:100] or None
        tell(request.scope, operation=named, errors=codes_of(result.errors))
        response = await respond(request, result, media_type, self.settings.compress_from)
        for name, value in context.response_headers:
            response.add(name, value)
        return response

    def is_streamed(self, request: Request, asked: GraphQLRequest, media_type: str) -> bool:
        """Whether the results are events: those of a subscription, or because nothing else may be.

        A client that accepts JSON too gets JSON for what is no subscription.
        """
        if self.streams is None or not self.streams.is_subscription(asked):
            return media_type == EVENT_STREAM
        if not names(", ".join(request.headers.getlist("accept")), EVENT_STREAM):
            text = f"Subscriptions need `Accept: {EVENT_STREAM}`, or a WebSocket."
            raise RequestError(406, "NOT_ACCEPTABLE", text)
        if request.method == "HEAD":
            raise RequestError(405, "METHOD_NOT_ALLOWED", "Use GET or POST.", ALLOW)
        return True

    def refuse(self, request: Request, error: RequestError, media_type: str) -> Response:
        """The response to a request that was not executed."""
        tell(request.scope, errors=[error.extensions["code"]])
        return error_response(error, media_type)
