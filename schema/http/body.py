"""Reading a request body within its bounds."""

import asyncio
from functools import lru_cache

from starlette.requests import Request
from starlette.types import Message

from schema.http.begun import Begun
from schema.http.errors import RequestError
from schema.limits import Limits


@lru_cache(maxsize=64)
def check_content_type(content_type: str, encoding: str) -> None:
    """Refuse a body that is not declared as plain JSON in UTF-8."""
    media_type, *parameters = content_type.lower().split(";")
    accepted = {"Accept-Post": "application/json"}
    if media_type.strip() != "application/json":
        raise RequestError(
            415, "UNSUPPORTED_MEDIA_TYPE", "Send the body as `application/json`.", accepted
        )
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('"') not in ("utf-8", "utf8"):
            raise RequestError(
                415, "UNSUPPORTED_MEDIA_TYPE", f"Send the body in UTF-8, not {value}.", accepted
            )
    if encoding.lower() != "identity":
        raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body uncompressed.", accepted)


async def read_body(request: Request, limits: Limits, most: int) -> bytes:
    """The whole body, at most so many bytes; a RequestError if it is too slow or breaks off too."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > 15 or int(declared) > most):
        raise too_large(most)
    body, first = bytearray(), Begun(request.receive())
    if first.result is not None and not taken(body, first.result, most):
        # a timer would take longer than all the rest
        return bytes(body)
    try:
        async with asyncio.timeout(limits.max_body_seconds):
            more = first.result is not None or taken(body, await first, most)
            while more:
                more = taken(body, await request.receive(), most)
    except TimeoutError:
        late = f"The body took more than {limits.max_body_seconds:g} s to arrive."
        raise RequestError(408, "REQUEST_TIMEOUT", late, {"Connection": "close"}) from None
    return bytes(body)


def taken(body: bytearray, message: Message, most: int) -> bool:
    """Add to the body what a message brings of it; whether more will follow."""
    if message["type"] == "http.disconnect":
        raise RequestError.bad("The body broke off.")
    body += message.get("body", b"")
    if len(body) > most:
        raise too_large(most)
    return bool(message.get("more_body", False))


def too_large(most: int) -> RequestError:
    """The refusal of a body above the limit."""
    message = f"The body has more than {most:,} bytes."
    return RequestError(413, "LIMIT_REQUEST_BYTES", message, {"Connection": "close"})
