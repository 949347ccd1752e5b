"""Protection against requests that another site makes with a viewer's cookie."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request

from core.access.sessions import SESSION_COOKIE
from schema.http.errors import RequestError
from schema.http.settings import HTTPSettings

PREFLIGHT_HEADER = "GraphQL-Preflight"


def check_cookie_request(request: Request, settings: HTTPSettings) -> None:
    """Refuse a request with the session cookie that a foreign page could have sent.

    An Authorization header makes browsers ask first, so such a request needs no more.
    """
    if SESSION_COOKIE not in request.cookies or "authorization" in request.headers:
        return
    if not is_allowed(request.headers.get("origin"), request, settings):
        raise RequestError(403, "ORIGIN_NOT_ALLOWED", "This site may not use the session cookie.")
    if request.headers.get(PREFLIGHT_HEADER) != "1":
        message = f"With the session cookie, send the header `{PREFLIGHT_HEADER}: 1`."
        raise RequestError(403, "PREFLIGHT_REQUIRED", message)


def is_allowed(origin: str | None, request: HTTPConnection, settings: HTTPSettings) -> bool:
    """Whether an origin is absent, our own host, or an allowed one.

    The scheme is not compared, because a proxy may end TLS.
    """
    if origin is None or origin in settings.allowed_origins:
        return True
    try:
        return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower() != ""
    except ValueError:
        return False
