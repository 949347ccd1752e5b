"""Serving: the database first, then processes that answer requests until a signal ends them."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import uvicorn
from starlette.applications import Starlette

from core.errors import SettingError
from kortisto.app import create_app
from kortisto.memory import hurry, settle
from kortisto.settings import AppSettings
from kortisto.workers import Workers

BACKLOG = 2048
WORKER_PATIENCE = 60
"""Seconds that a worker may be silent before it is replaced."""


def answer(settings: AppSettings, announce: Callable[[str], None]) -> None:
    """Answer requests until SIGINT or SIGTERM; those under way are finished.

    `announce` gets the address as soon as connections are accepted.
    """
    app = settled_app(settings)
    with listening(settings) as listener:
        announce(address(listener))
        served = config(settings, app)
        if settings.workers == 1:
            uvicorn.Server(served).run([listener])
        else:
            Workers(served, [listener]).run()


def settled_app(settings: AppSettings) -> Starlette:
    """The application, in a process that does nothing else from now on."""
    hurry()
    app = create_app(settings)
    settle()
    return app


def config(settings: AppSettings, app: Starlette) -> uvicorn.Config:
    """How uvicorn serves an application."""
    return uvicorn.Config(
        app,
        workers=settings.workers,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=BACKLOG,
        ws_max_size=settings.limits.max_request_bytes,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        timeout_worker_healthcheck=WORKER_PATIENCE,
    )


@contextmanager
def listening(settings: AppSettings) -> Iterator[socket.socket]:
    """The socket that all workers accept connections from; SettingError if it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server(
            (settings.host, settings.port), family=family, backlog=BACKLOG
        )
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SettingError(
            f"Cannot listen at {settings.host}, port {settings.port}: {reason}. "
            "Choose others with --host and --port."
        ) from error
    with listener:
        yield listener


def address(listener: socket.socket) -> str:
    """The URL of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def ending_by_signal() -> Iterator[None]:
    """Let SIGINT, SIGTERM and SIGHUP leave the block in order, whatever runs in it."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(0)

    def terminate(number: int, frame: FrameType | None) -> None:
        # A terminal that closes: uvicorn finishes requests for SIGTERM, and does not know SIGHUP.
        signal.raise_signal(signal.SIGTERM)

    handlers = {signal.SIGINT: leave, signal.SIGTERM: leave, signal.SIGHUP: terminate}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    except SystemExit as ended:
        if ended.code:
            raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
