"""Logs as lines of JSON, ours and those of libraries."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import structlog

from kortisto.logs import configure_logs
from kortisto.settings import LogSettings


@contextmanager
def told() -> Iterator[list[dict[str, Any]]]:
    """The lines that are told within, from the level INFO on; filled at the end."""
    lines: list[dict[str, Any]] = []
    root = logging.getLogger()
    before = structlog.get_config(), root.level, root.handlers[:]
    with redirect_stderr(io.StringIO()) as file:
        configure_logs(LogSettings(format="json", level="info"))
        yield lines
    lines += map(json.loads, file.getvalue().splitlines())
    structlog.configure(**before[0])
    root.setLevel(before[1])
    root.handlers[:] = before[2]


def logger() -> Any:
    return structlog.stdlib.get_logger("kortisto.test")


def test_a_line_tells_what_happened_when_and_in_which_request() -> None:
    with told() as lines, structlog.contextvars.bound_contextvars(request_id="r-1"):
        logger().bind(tool=7).info("asked %d times", 3, name="Åsa", sum=Decimal("1.50"))
    (line,) = lines
    assert datetime.fromisoformat(line.pop("timestamp")).utcoffset() is not None
    assert line == {
        "event": "asked 3 times",
        "level": "info",
        "logger": "kortisto.test",
        "name": "Åsa",
        "request_id": "r-1",
        "sum": "1.50",
        "tool": 7,
    }


def test_what_is_below_the_level_is_not_told() -> None:
    with told() as lines:
        for method in ("debug", "info", "warning", "error", "critical", "exception"):
            getattr(logger(), method)(method)
    assert [line["event"] for line in lines] == [
        "info",
        "warning",
        "error",
        "critical",
        "exception",
    ]


@pytest.mark.parametrize("method", ["exception", "error"])
def test_an_exception_is_told_without_the_values_of_its_variables(method: str) -> None:
    with told() as lines:
        try:
            password = "SECRET"
            raise OSError(len(password))
        except OSError as error:
            getattr(logger(), method)("failed", exc_info=error)
    (line,) = lines
    assert (line["level"], line["exception"][0]["exc_type"]) == ("error", "OSError")
    assert "SECRET" not in str(line)
    assert "exc_info" not in line


def test_an_exception_is_told_by_its_method_alone() -> None:
    with told() as lines:
        try:
            raise OSError("gone")
        except OSError:
            logger().exception("failed")
    assert lines[0]["exception"][0]["exc_value"] == "gone"


def test_libraries_tell_the_same_kind_of_line() -> None:
    with told() as lines:
        logging.getLogger("some.package").warning("%s is slow", "it", extra={"host": "h"})
        logger().warning("it is slow", host="h")
    foreign, own = lines
    assert foreign.keys() == own.keys()
    assert (foreign["event"], own["event"]) == ("it is slow", "it is slow")
    assert (foreign["logger"], own["logger"]) == ("some.package", "kortisto.test")
    assert (foreign["level"], foreign["host"]) == ("warning", "h")
