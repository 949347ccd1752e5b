"""The route that answers with a file."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import structlog
from graphql import GraphQLError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send
from strawberry import Schema

from core.context import Context
from core.errors import KortistoError, TooSlow
from core.headings.words import Language
from schema.documents import DocumentCache, TrustedDocuments
from schema.errors import present
from schema.exports.errors import TooManyExports
from schema.exports.files import MEDIA_TYPES
from schema.exports.making import Made, Making
from schema.exports.operation import operation_of
from schema.exports.request import ExportRequest, build_export
from schema.exports.settings import ExportSettings
from schema.http.csrf import check_cookie_request
from schema.http.errors import RequestError, error_response, masked
from schema.http.middleware.access_log import tell
from schema.http.request import read_given
from schema.http.settings import HTTPSettings
from schema.internals import graphql_schema

log = structlog.stdlib.get_logger("kortisto.exports")

ALLOW = {"Allow": "GET, POST, OPTIONS"}


@dataclass
class ExportEndpoint:
    """The ASGI application that executes a query for a list, and answers with all of it as a file.

    Who asks, and what he may ask for, is found out as for /graphql.
    """

    schema: Schema
    documents: DocumentCache
    make_context: Callable[[Request], Awaitable[Context]]
    trusted: TrustedDocuments = field(default_factory=TrustedDocuments)
    http: HTTPSettings = field(default_factory=HTTPSettings)
    settings: ExportSettings = field(default_factory=ExportSettings)
    language: Language = "en"
    under_way: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        with TemporaryDirectory(prefix="kortisto-export-") as folder:
            response = await self.handle(request, Path(folder))
            if response is not None:
                await response(scope, receive, send)

    async def handle(self, request: Request, folder: Path) -> Response | None:
        """The response to any request, None if the client has left; nothing is raised."""
        try:
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=ALLOW)
            return await self.answer(request, folder)
        except RequestError as error:
            return refused(request, error)
        except KortistoError as error:
            return refused(request, RequestError.of(error))
        except GraphQLError as error:
            return refused(request, told(error))
        except ClientDisconnect:
            return None
        except Exception as error:
            log.error("unexpected error", exc_info=error)
            return masked()

    async def answer(self, request: Request, folder: Path) -> Response:
        """Make the file that a request asks for."""
        if request.method not in ("GET", "POST"):
            raise RequestError(405, "METHOD_NOT_ALLOWED", "Use GET or POST.", ALLOW)
        check_cookie_request(request, self.http)
        context = await self.make_context(request)
        try:
            context.require()
            given = await read_given(request, self.documents.limits, known=True)
            asked = build_export(given, self.language)
            async with unless_left(request):
                with self.slot():
                    made = await self.made(asked, context, folder)
        finally:
            context.release()
        return file_response(made, asked, context)

    async def made(self, asked: ExportRequest, context: Context, folder: Path) -> Made:
        """The file, within the time allowed; each is logged."""
        started = perf_counter()
        operation = asked.operation
        query = self.trusted.resolve(operation.query, operation.document_id) or ""
        found = operation_of(graphql_schema(self.schema), self.documents, query, operation)
        try:
            async with asyncio.timeout(self.settings.seconds):
                made = await Making(context, found, asked, self.settings).made(folder)
        except TimeoutError:
            raise TooSlow from None
        log.info(
            "export",
            employee=context.require().employee_id,
            list=made.name,
            format=str(asked.format),
            language=asked.language,
            rows=made.rows,
            bytes=made.path.stat().st_size,
            milliseconds=round((perf_counter() - started) * 1000, 1),
        )
        return made

    @contextmanager
    def slot(self) -> Iterator[None]:
        """One of the files that are made at the same time."""
        if self.under_way >= self.settings.at_once:
            raise TooManyExports("As many files as may be are being made: try again in a while.")
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1


def file_response(made: Made, asked: ExportRequest, context: Context) -> FileResponse:
    """The response that streams a file."""
    today = context.deployment.clock.today()
    return FileResponse(
        made.path,
        headers={"Cache-Control": "no-store"},
        media_type=MEDIA_TYPES[asked.format],
        filename=f"{made.name}-{today}.{asked.format}",
    )


def refused(request: Request, error: RequestError) -> Response:
    """The response that tells why there is no file."""
    tell(request.scope, errors=[error.extensions["code"]])
    return error_response(error)


def told(error: GraphQLError) -> RequestError:
    """An error of the document or its variables."""
    shown = present(error)
    extensions = shown["extensions"]
    code = extensions["code"] if isinstance(extensions, dict) else "BAD_REQUEST"
    return RequestError(400, str(code), str(shown["message"]))


@asynccontextmanager
async def unless_left(request: Request) -> AsyncIterator[None]:
    """Cancel what is done meanwhile if the client leaves; ClientDisconnect is raised then."""
    working = asyncio.current_task()
    left = asyncio.create_task(_left(request))

    def stop(done: asyncio.Task[None]) -> None:
        if working is not None and not done.cancelled():
            working.cancel()

    left.add_done_callback(stop)
    try:
        yield
    except asyncio.CancelledError:
        if working is not None and left.done() and not left.cancelled():
            working.uncancel()
            raise ClientDisconnect from None
        raise
    finally:
        left.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
