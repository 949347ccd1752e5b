"""Refusals that come before GraphQL, and the JSON form of all that goes wrong outside of it."""

from collections.abc import Mapping

import orjson
import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ExceptionHandler

from core.errors import KortistoError
from schema.errors import internal

log = structlog.stdlib.get_logger("kortisto.http")

STATUS_OF = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "TIMEOUT": 503,
    "LIMIT_EXPORTS": 503,
    "LIMIT_CONNECTIONS": 429,
}


class RequestError(Exception):
    """A request that is not executed; rendered with its status, code and headers."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.extensions: dict[str, object] = {"code": code}
        self.message = message
        self.headers = headers

    @classmethod
    def bad(cls, message: str) -> "RequestError":
        """A 400: the request is not well-formed."""
        return cls(400, "BAD_REQUEST", message)

    @classmethod
    def of(cls, error: KortistoError) -> "RequestError":
        """An expected error met before the operation began, such as a wrong token."""
        status = STATUS_OF.get(error.code, 400)
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
        result = cls(status, error.code, error.message, headers)
        result.extensions |= error.extensions
        return result


def error_body(message: str, extensions: Mapping[str, object]) -> bytes:
    """The body of an error response."""
    return orjson.dumps({"errors": [{"message": message, "extensions": extensions}]}, default=str)


def error_response(error: RequestError, media_type: str = "application/json") -> Response:
    """The response that tells a refusal."""
    return Response(
        error_body(error.message, error.extensions),
        status_code=error.status,
        headers={"Cache-Control": "no-store", **(error.headers or {})},
        media_type=media_type,
    )


async def http_exception(_: Request, error: Exception) -> Response:
    """Render a Starlette HTTPException, such as 404, as JSON."""
    if not isinstance(error, HTTPException):
        raise error
    code = error.detail.upper().replace(" ", "_")
    return error_response(RequestError(error.status_code, code, error.detail, error.headers))


def masked() -> Response:
    """The response to a fault of ours; the request id in it leads to the log."""
    return Response(error_body("Internal error", internal()), 500, media_type="application/json")


async def crash(_: Request, error: Exception) -> Response:
    """Log and mask whatever nobody caught."""
    log.error("unexpected error", exc_info=error)
    return masked()


EXCEPTION_HANDLERS: Mapping[type[Exception], ExceptionHandler] = {
    HTTPException: http_exception,
    Exception: crash,
}
