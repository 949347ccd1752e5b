"""What happens around every request."""

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from schema.http.csrf import PREFLIGHT_HEADER
from schema.http.middleware.access_log import AccessLog
from schema.http.middleware.metrics import Metrics, MetricsMiddleware
from schema.http.middleware.request_id import RequestId
from schema.http.middleware.security_headers import SecurityHeaders
from schema.http.settings import HTTPSettings

ALLOWED_HEADERS = ("Authorization", "Idempotency-Key", PREFLIGHT_HEADER, "X-Request-ID")


def middleware(settings: HTTPSettings, metrics: Metrics | None = None) -> list[Middleware]:
    """The layers around the application, the outermost first."""
    layers = [Middleware(RequestId), Middleware(AccessLog), Middleware(SecurityHeaders)]
    if metrics is not None:
        layers.append(Middleware(MetricsMiddleware, metrics=metrics))
    if settings.allowed_origins:
        layers.append(cors(settings.allowed_origins))
    return layers


def cors(origins: tuple[str, ...]) -> Middleware:
    """Let pages of these origins call the API with cookies and read the answers."""
    return Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=("GET", "POST"),
        allow_headers=ALLOWED_HEADERS,
        allow_credentials=True,
        expose_headers=("X-Request-ID",),
    )


__all__ = ["Metrics", "middleware"]
