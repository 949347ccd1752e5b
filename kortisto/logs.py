"""Structured logs of this process and of the libraries it uses."""

import logging
import sys
from collections.abc import Iterable
from typing import TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from kortisto.lines import line_logger, line_of
from kortisto.settings import LogSettings

QUIET = ("alembic", "asyncio", "uvicorn.error", "uvicorn.access", "pgqueuer")

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


class NamedLogger(structlog.WriteLogger):
    """Writes lines to a file; its name stands in them."""

    def __init__(self, name: str, file: TextIO) -> None:
        super().__init__(file)
        self.name = name


def configure_logs(settings: LogSettings) -> None:
    """Send all logs to standard error, one line each, as text or as JSON."""
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    terminal = sys.stderr.isatty()
    if settings.format == "console" or (settings.format == "auto" and terminal):
        _configure_text(level, structlog.dev.ConsoleRenderer(colors=terminal))
    else:
        _configure_json(level)


def _configure_text(level: int, renderer: Processor) -> None:
    structlog.configure(
        processors=[*SHARED, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda name="kortisto", *_: NamedLogger(name, sys.stderr),
        cache_logger_on_first_use=True,
    )
    _configure_libraries(level, SHARED, renderer)


def _configure_json(level: int) -> None:
    structlog.configure(
        processors=[],
        wrapper_class=line_logger(level),
        logger_factory=lambda name="kortisto", *_: structlog.BytesLogger(
            sys.stderr.buffer, name=name
        ),
        cache_logger_on_first_use=True,
    )
    _configure_libraries(level, [structlog.stdlib.add_logger_name], _line)


def _configure_libraries(level: int, first: Iterable[Processor], renderer: Processor) -> None:
    """Let what others log by Python's own means look the same."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[*first, structlog.stdlib.ExtraAdder(), _without_colours],
            processors=[ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, level))


def _line(logger: WrappedLogger, method: str, event: EventDict) -> str:
    return line_of(event, method, event.pop("logger")).decode()


def _without_colours(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    event.pop("color_message", None)
    return event
