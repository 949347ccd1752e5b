"""The HTTP response of an executed operation."""

import gzip
import json
from collections.abc import Iterable, Mapping
from functools import cache

import orjson
from anyio import to_thread
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import ExecutionResult

from schema.errors import is_unexpected, present
from schema.http.middleware.security_headers import Header
from schema.http.negotiation import JSON, accepts_gzip

COMPRESSION_LEVEL = 5


def status_of(result: ExecutionResult, media_type: str) -> int:
    """The status of a result: in `application/json`, GraphQL's own errors are a 200 too."""
    if result.data is not None or not is_request_error(result):
        return 200
    if any(is_unexpected(error) for error in result.errors or ()):
        return 500
    return 200 if media_type == JSON else 400


def is_request_error(result: ExecutionResult) -> bool:
    """Whether execution never began; then the response has no `data`."""
    return result.data is None and any(error.path is None for error in result.errors or ())


def encode(result: ExecutionResult) -> bytes:
    """The result as JSON; data that is ready JSON bytes goes out as it is."""
    if isinstance(result.data, bytes) and not result.errors and not result.extensions:
        return b'{"data":%b}' % result.data
    content: dict[str, object] = {}
    if result.errors:
        content["errors"] = [present(error) for error in result.errors]
    if not is_request_error(result):
        data: object = result.data
        content["data"] = orjson.Fragment(data) if isinstance(data, bytes) else data
    if result.extensions:
        content["extensions"] = result.extensions
    try:
        return orjson.dumps(content)
    except TypeError:
        # orjson refuses integers beyond 64 bits, lone surrogates and very deep values.
        return json.dumps(content).encode()


def codes_of(errors: Iterable[GraphQLError] | None) -> list[str]:
    """The distinct codes of errors, for the log."""
    if not errors:
        return []
    presented = (present(error)["extensions"] for error in errors)
    return sorted({str(item["code"]) for item in presented if isinstance(item, Mapping)})


class Answer(Response):
    """A response whose headers are bytes already: most of them stand in every answer."""

    def __init__(self, body: bytes, status: int, headers: Iterable[Header]) -> None:
        self.status_code = status
        self.body = body
        self.raw_headers = [*headers, (b"content-length", b"%d" % len(body))]
        self.background = None

    def add(self, name: str, value: str) -> None:
        """Add a header."""
        self.raw_headers.append((name.lower().encode("latin-1"), value.encode("latin-1")))


@cache
def constant_headers(media_type: str) -> tuple[Header, ...]:
    """What stands in every answer of a media type."""
    return (
        (b"cache-control", b"no-store"),
        (b"content-type", f"{media_type}; charset=utf-8".encode()),
        (b"vary", b"Accept, Accept-Encoding"),
    )


async def respond(
    request: Request, result: ExecutionResult, media_type: str, compress_from: int
) -> Answer:
    """Build the response, compressed if that is asked for and worth it."""
    body, headers = encode(result), constant_headers(media_type)
    if len(body) >= compress_from and accepts_gzip(request.headers.get("accept-encoding")):
        body = await to_thread.run_sync(gzip.compress, body, COMPRESSION_LEVEL)
        headers = (*headers, (b"content-encoding", b"gzip"))
    return Answer(body, status_of(result, media_type), headers)
