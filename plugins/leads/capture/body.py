"""What a web form sent, read within its bounds."""

from collections.abc import Sequence
from typing import Any
from unicodedata import category
from urllib.parse import parse_qsl

import anyio
import orjson
from starlette.requests import ClientDisconnect, Request

from plugins.leads.data import DEEPEST, LONGEST_KEY, depth_of
from plugins.leads.settings import LeadSettings

URLENCODED = "application/x-www-form-urlencoded"
JSON = "application/json"
UTF_8 = ("utf-8", "utf8", "us-ascii")


class Unusable(Exception):
    """A request that is refused, with its HTTP status and a code."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


Sent = Sequence[tuple[str, Any]]


async def read_fields(request: Request, settings: LeadSettings) -> Sent:
    """The names and values that were sent; Unusable says what is wrong with the request."""
    kind = media_type(request)
    body = await _read(request, settings)
    sent = _urlencoded(body, settings) if kind == URLENCODED else _json(body)
    if len(sent) > settings.capture_fields:
        raise _too_many(settings)
    for name, _ in sent:
        if not 0 < len(name) <= LONGEST_KEY:
            raise malformed(f"A field's name has more than {LONGEST_KEY} characters, or none.")
    return [(_plain(name), _cleaned(value)) for name, value in sent]


def media_type(request: Request) -> str:
    """How the body is written; Unusable if it is neither a form nor JSON, in UTF-8."""
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = rest.partition("charset=")[2].strip(' "')
    if kind.strip() not in (URLENCODED, JSON) or (charset and charset not in UTF_8):
        text = f"Send {URLENCODED} or {JSON}, in UTF-8."
        raise Unusable(415, "UNSUPPORTED_MEDIA_TYPE", text)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Unusable(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body uncompressed.")
    return kind.strip()


def malformed(message: str) -> Unusable:
    return Unusable(400, "MALFORMED", message)


async def _read(request: Request, settings: LeadSettings) -> bytes:
    body = bytearray()
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > 15 or int(declared) > settings.capture_bytes):
        raise _too_large(settings)
    try:
        with anyio.fail_after(settings.capture_seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > settings.capture_bytes:
                    raise _too_large(settings)
    except TimeoutError:
        raise Unusable(408, "REQUEST_TIMEOUT", "The body took too long to arrive.") from None
    except ClientDisconnect:
        raise malformed("The body broke off.") from None
    return bytes(body)


def _urlencoded(body: bytes, settings: LeadSettings) -> Sent:
    try:
        return parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=settings.capture_fields,
        )
    except UnicodeDecodeError:
        raise malformed("The body is not UTF-8.") from None
    except ValueError:
        raise _too_many(settings) from None


def _json(body: bytes) -> Sent:
    try:
        found = orjson.loads(body)
    except ValueError:
        raise malformed("The body is not JSON.") from None
    if not isinstance(found, dict) or depth_of(found) > DEEPEST:
        text = f'The body must be an object, at most {DEEPEST} deep: {{"email": "a@b.example"}}.'
        raise malformed(text)
    return list(found.items())


def _cleaned(value: Any) -> Any:
    """A value without control characters, which nobody types into a form."""
    if isinstance(value, str):
        return _plain(value, lines=True)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {_plain(name): _cleaned(each) for name, each in value.items()}
    return value


def _plain(text: str, *, lines: bool = False) -> str:
    text = text.replace("\r\n", "\n")
    kept = "\n\t" if lines else ""
    return "".join(c for c in text if c in kept or category(c) not in ("Cc", "Cs"))


def _too_large(settings: LeadSettings) -> Unusable:
    text = f"The body has more than {settings.capture_bytes:,} bytes."
    return Unusable(413, "TOO_LARGE", text)


def _too_many(settings: LeadSettings) -> Unusable:
    return Unusable(400, "TOO_MANY", f"There are more than {settings.capture_fields} fields.")
