"""How errors look to a caller, and which of them are logged as crashes."""

from collections.abc import Iterable

import structlog
from graphql import GraphQLError

from core.errors import KortistoError

log = structlog.stdlib.get_logger("kortisto.errors")


def cause_of(error: GraphQLError) -> Exception | None:
    """The exception behind a GraphQL error, or None if it began as one."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def is_unexpected(error: GraphQLError) -> bool:
    """Whether an error is a fault of ours.

    An error with a place in the document but no path is a value the client sent.
    """
    cause = cause_of(error)
    if cause is None or isinstance(cause, KortistoError):
        return False
    return bool(error.path) or not error.locations


def log_unexpected(errors: Iterable[GraphQLError]) -> None:
    """Log crashes with their traceback and nothing else; for `Schema.process_errors`."""
    for error in errors:
        if is_unexpected(error):
            log.error("unexpected error", path=error.path, exc_info=cause_of(error))


def present(error: GraphQLError) -> dict[str, object]:
    """The error as the caller sees it: message, locations, path, and extensions with a code."""
    cause = cause_of(error)
    answer: dict[str, object] = {"message": error.message}
    extensions: dict[str, object] = {"code": "BAD_USER_INPUT", **(error.extensions or {})}
    if isinstance(cause, KortistoError):
        answer["message"] = cause.message
        extensions = {"code": cause.code, **cause.extensions}
    elif is_unexpected(error):
        answer["message"] = "Internal error"
        extensions = internal()
    if error.locations:
        answer["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path is not None:
        answer["path"] = error.path
    return answer | {"extensions": extensions}


def internal() -> dict[str, object]:
    """The extensions of a masked error; the request id leads to the log."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    return {"code": "INTERNAL", "requestId": request_id}
