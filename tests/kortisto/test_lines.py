"""Logs as lines of JSON."""

import json
import logging
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import structlog

from kortisto.lines import line_logger
from kortisto.logs import configure_logs
from kortisto.settings import LogSettings


def lines(told: BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.getvalue().splitlines()]


def logger(told: BytesIO, level: int = logging.DEBUG) -> Any:
    return line_logger(level)(structlog.BytesLogger(told, name="kortisto.test"), [], {})


def test_a_line_tells_what_happened_when_and_in_which_request() -> None:
    told = BytesIO()
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        logger(told).bind(tool=7).info("asked %d times", 3, name="Åsa", sum=Decimal("1.50"))
    (line,) = lines(told)
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
    told = BytesIO()
    for method in ("debug", "info", "warning", "error", "critical", "exception"):
        getattr(logger(told, logging.WARNING), method)(method)
    assert [line["event"] for line in lines(told)] == ["warning", "error", "critical", "exception"]


@pytest.mark.parametrize("method", ["exception", "error"])
def test_an_exception_is_told_without_the_values_of_its_variables(method: str) -> None:
    told = BytesIO()
    try:
        password = "SECRET"
        raise OSError(len(password))
    except OSError as error:
        getattr(logger(told), method)("failed", exc_info=error)
    (line,) = lines(told)
    assert (line["level"], line["exception"][0]["exc_type"]) == ("error", "OSError")
    assert b"SECRET" not in told.getvalue()
    assert "exc_info" not in line


def test_an_exception_is_told_by_its_method_alone() -> None:
    told = BytesIO()
    try:
        raise OSError("gone")
    except OSError:
        logger(told).exception("failed")
    assert lines(told)[0]["exception"][0]["exc_value"] == "gone"


def test_libraries_tell_the_same_kind_of_line(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    before = (structlog.get_config(), root.level)
    try:
        configure_logs(LogSettings(format="json"))
        logging.getLogger("some.package").warning("%s is slow", "it", extra={"host": "h"})
        structlog.stdlib.get_logger("kortisto.own").warning("it is slow", host="h")
    finally:
        structlog.configure(**before[0])
        root.setLevel(before[1])
    foreign, own = map(json.loads, capfd.readouterr().err.splitlines())
    assert foreign.keys() == own.keys()
    assert (foreign["event"], own["event"]) == ("it is slow", "it is slow")
    assert (foreign["logger"], own["logger"]) == ("some.package", "kortisto.own")
    assert (foreign["level"], foreign["host"]) == ("warning", "h")
