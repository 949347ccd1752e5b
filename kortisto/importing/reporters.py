"""Showing a report to a person or to a script."""

from collections.abc import Callable

import orjson

from kortisto.importing.rejection import Rejection
from kortisto.importing.report import Report

Write = Callable[[str], None]
"""Takes a line of output."""

LONGEST_SHOWN = 80


class TextReporter:
    """A line of text for each rejection and correction, and the totals."""

    def __init__(self, write: Write, *, dry_run: bool) -> None:
        self._write = write
        self._dry_run = dry_run

    def reject(self, rejection: Rejection) -> None:
        where = f"line {rejection.line}"
        if rejection.column is not None:
            where += f", column {rejection.column}"
        if rejection.value is not None:
            where += f", {_short(rejection.value)!r}"
        self._write(f"{where}: {rejection.reason}")

    def finish(self, report: Report) -> None:
        for (column, wrong, right), count in report.corrections.items():
            self._write(f"corrected in column {column}: {wrong!r} to {right!r} ({count:,} times)")
        for column, count in report.blanked.items():
            self._write(f"left blank, what it names is unknown: column {column} ({count:,} times)")
        counts = ", ".join(f"{count:,} {name}" for name, count in report.counts.items())
        undone = " Nothing was changed: this was a dry run." if self._dry_run else ""
        self._write(f"{report.lines:,} lines: {counts}.{undone}")


class JsonReporter:
    """One JSON object, written as it grows: the rejections first."""

    def __init__(self, write: Write, *, dry_run: bool) -> None:
        self._write = write
        self._dry_run = dry_run
        self._opening = '{"rejections": ['

    def reject(self, rejection: Rejection) -> None:
        self._write(f"{self._opening}{_json(rejection._asdict())}")
        self._opening = ", "

    def finish(self, report: Report) -> None:
        rest = {
            "lines": report.lines,
            **report.counts,
            "corrections": [
                {"column": column, "wrong": wrong, "right": right, "count": count}
                for (column, wrong, right), count in report.corrections.items()
            ],
            "blanked": [{"column": c, "count": n} for c, n in report.blanked.items()],
            "dryRun": self._dry_run,
        }
        opening = "" if self._opening == ", " else self._opening
        self._write(f"{opening}], {_json(rest)[1:]}")


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
