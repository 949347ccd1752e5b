"""Structured logs of this process and of the libraries it uses."""

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from kortisto.settings import LogSettings

QUIET = ("alembic", "asyncio", "uvicorn.error", "uvicorn.access", "pgqueuer")


def configure_logs(settings: LogSettings) -> None:
    """Send all logs to standard error, one line each, as text or as JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        _without_colours,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(settings),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _renderers(settings: LogSettings) -> list[Processor]:
    terminal = sys.stderr.isatty()
    if settings.format == "console" or (settings.format == "auto" and terminal):
        return [structlog.dev.ConsoleRenderer(colors=terminal)]
    return [
        structlog.processors.dict_tracebacks,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


def _without_colours(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    event.pop("color_message", None)
    return event
