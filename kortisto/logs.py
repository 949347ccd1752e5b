"""Structured logs of this process and of the libraries it uses."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson
import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor, WrappedLogger

from kortisto.settings import LogSettings

QUIET = ("alembic", "asyncio", "uvicorn.error", "uvicorn.access", "pgqueuer")

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
)


class NamedLogger(structlog.WriteLogger):
    """Writes lines to a file; its name stands in them."""

    def __init__(self, name: str, file: TextIO) -> None:
        super().__init__(file)
        self.name = name


def configure_logs(settings: LogSettings) -> None:
    """Send all logs to standard error, one line each, as text or as JSON."""
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    renderers = _renderers(settings)
    structlog.configure(
        processors=[*SHARED, *renderers],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda name="kortisto", *_: NamedLogger(name, sys.stderr),
        cache_logger_on_first_use=True,
    )
    _configure_libraries(level, renderers)


def _configure_libraries(level: int, renderers: list[Processor]) -> None:
    """Let what others log by Python's own means look the same."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*SHARED, structlog.stdlib.ExtraAdder(), _without_colours],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, level))


def _renderers(settings: LogSettings) -> list[Processor]:
    terminal = sys.stderr.isatty()
    if settings.format == "console" or (settings.format == "auto" and terminal):
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        return [stamp, structlog.dev.ConsoleRenderer(colors=terminal)]
    return [
        _stamp,
        # without local variables: they hold passwords and personal data
        structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
        structlog.processors.JSONRenderer(serializer=_json, default=str),
    ]


def _stamp(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    # becomes text with all the rest, which takes less time than by itself
    event["timestamp"] = datetime.now(UTC)
    return event


def _json(event: object, default: Any) -> str:
    return orjson.dumps(event, default=default, option=orjson.OPT_UTC_Z).decode()


def _without_colours(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    event.pop("color_message", None)
    return event
