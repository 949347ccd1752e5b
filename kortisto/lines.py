"""Logs as lines of JSON."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from structlog import BoundLoggerBase
from structlog.contextvars import merge_contextvars
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict

LEVELS = ("debug", "info", "warning", "error", "critical")

Tell = Callable[..., None]

# without local variables: they hold passwords and personal data
_with_exception = ExceptionRenderer(ExceptionDictTransformer(show_locals=False))


def line_logger(level: int) -> type[BoundLoggerBase]:
    """Loggers that write events from a level on; their loggers take bytes and have a name.

    structlog's chain of processors takes three times as long for what is told of each request.
    """
    numbers = logging.getLevelNamesMapping()
    methods = {
        name: _telling(name) if numbers[name.upper()] >= level else _silent for name in LEVELS
    }
    return type("LineLogger", (BoundLoggerBase,), {**methods, "exception": _exception})


def line_of(event: EventDict, level: str, name: str) -> bytes:
    """The line of an event that a logger of that name tells."""
    merge_contextvars(None, level, event)
    event["level"] = level
    event["logger"] = name
    event["timestamp"] = datetime.now(UTC)
    if "exc_info" in event:
        _with_exception(None, level, event)
    return orjson.dumps(event, default=str, option=orjson.OPT_UTC_Z)


def _telling(level: str) -> Tell:
    def tell(self: Any, event: str, *args: object, **fields: object) -> None:
        told = {**self._context, **fields, "event": event % args if args else event}
        self._logger.msg(line_of(told, level, self._logger.name))

    return tell


def _exception(self: Any, event: str, *args: object, **fields: object) -> None:
    self.error(event, *args, **{"exc_info": True, **fields})


def _silent(self: Any, event: str, *args: object, **fields: object) -> None:
    """Tell nothing: the level is too low."""
