"""The access log."""

import structlog
from starlette.types import Scope

log = structlog.stdlib.get_logger("kortisto.access")

QUIET_PATHS = ("/healthz", "/readyz", "/metrics")

DETAILS = "kortisto.details"


def tell(scope: Scope, **details: object) -> None:
    """Say something more in the line of a request."""
    scope.setdefault(DETAILS, {}).update(details)


def log_request(scope: Scope, status: int, size: int, seconds: float) -> None:
    """Write one line, without query text, variables or personal data."""
    if scope["path"] in QUIET_PATHS:
        return
    log.info(
        "request",
        method=scope["method"],
        path=_path(scope),
        status=status,
        bytes=size,
        milliseconds=round(seconds * 1000, 1),
        **scope.get(DETAILS, {}),
    )


def _path(scope: Scope) -> str:
    """The path without what its route takes from it, or would: that may be a secret."""
    path: str = scope["path"]
    first, _, rest = path[1:].partition("/")
    if rest and "path_params" not in scope:
        return f"/{first}/…"
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(str(value), f"{{{name}}}") if value else path
    return path
