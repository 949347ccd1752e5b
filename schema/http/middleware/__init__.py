"""What happens around every request."""

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from schema.http.csrf import PREFLIGHT_HEADER
from schema.http.middleware.metrics import Metrics
from schema.http.middleware.shortcut import Shortcut
from schema.http.middleware.surroundings import Surroundings
from schema.http.settings import HTTPSettings

PATH = "/graphql"

ALLOWED_HEADERS = ("Authorization", "Idempotency-Key", PREFLIGHT_HEADER, "X-Request-ID")


def middleware(
    settings: HTTPSettings, endpoint: ASGIApp, metrics: Metrics | None = None
) -> list[Middleware]:
    """The layers around the application, the outermost first; `endpoint` is that of /graphql."""
    layers = [Middleware(Surroundings, metrics=metrics)]
    if settings.allowed_origins:
        layers.append(cors(settings.allowed_origins))
    return [*layers, Middleware(Shortcut, path=PATH, endpoint=endpoint)]


def cors(origins: tuple[str, ...]) -> Middleware:
    """Let pages of these origins call the API with cookies and read the answers."""
    return Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=("GET", "POST"),
        allow_headers=ALLOWED_HEADERS,
        allow_credentials=True,
        expose_headers=("Content-Disposition", "X-Request-ID"),
    )


__all__ = ["Metrics", "middleware"]
