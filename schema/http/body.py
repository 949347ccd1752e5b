"""Reading a request body within its bounds."""

import asyncio
from functools import lru_cache

from starlette.requests import Request

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
    body, more = bytearray(), True
    try:
        async with asyncio.timeout(limits.max_body_seconds):
            while more:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise RequestError.bad("The body broke off.")
                body += message.get("body", b"")
                if len(body) > most:
                    raise too_large(most)
                more = message.get("more_body", False)
    except TimeoutError:
        late = f"The body took more than {limits.max_body_seconds:g} s to arrive."
        raise RequestError(408, "REQUEST_TIMEOUT", late, {"Connection": "close"}) from None
    return bytes(body)


def too_large(most: int) -> RequestError:
    """The refusal of a body above the limit."""
    message = f"The body has more than {most:,} bytes."
    return RequestError(413, "LIMIT_REQUEST_BYTES", message, {"Connection": "close"})
