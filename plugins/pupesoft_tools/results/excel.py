"""Excel files of results, written row by row in little memory."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from anyio import to_thread

from core.downloads import File
from core.errors import KortistoError
from plugins.pupesoft_tools.results.values import shown

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FIRST_YEAR = 1900
"""Excel knows no days before."""

LARGEST_NUMBER = 10**15
"""Excel keeps fifteen digits; whole numbers beyond are written as text."""

LONGEST_TEXT = 32_767

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class NoFile(KortistoError):
    """A file cannot be made any more: the search or report fails, or is gone."""

    code = "NO_FILE"


async def write_file(
    folder: Path,
    name: str,
    columns: Sequence[str],
    batches: AsyncIterator[Sequence[Sequence[Any]]],
    zone: ZoneInfo,
    most: int,
) -> File:
    """Write a table; with more rows than `most`, its last row says that there are others."""
    path = folder / "result.xlsx"
    sheet = await to_thread.run_sync(Sheet, path, columns, zone)
    async for batch in batches:
        room = most - sheet.count
        await to_thread.run_sync(sheet.write, batch[:room])
        if len(batch) > room:
            sheet.end(f"… there are more than {most} rows")
            break
    await to_thread.run_sync(sheet.close)
    return File(path, f"{name}.xlsx", MEDIA_TYPE)


class Sheet:
    """One sheet; a text is never a formula, whatever it begins with."""

    def __init__(self, path: Path, columns: Sequence[str], zone: ZoneInfo) -> None:
        import xlsxwriter  # noqa: PLC0415 - it takes ten megabytes

        self._zone = zone
        self._book = xlsxwriter.Workbook(str(path), {**OPTIONS, "tmpdir": str(path.parent)})
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._instant = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        bold = self._book.add_format({"bold": True})
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, max(12, min(len(column) + 2, 40)))
        for place, column in enumerate(columns):
            self._sheet.write_string(0, place, column[:LONGEST_TEXT], bold)
        self.count = 0

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows below those before."""
        for row in rows:
            self.count += 1
            for place, value in enumerate(row):
                self._write(place, value)

    def end(self, text: str) -> None:
        """Write a last line."""
        self._sheet.write_string(self.count + 1, 0, text)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _write(self, place: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self.count, place, value)
        elif isinstance(value, int | float | Decimal) and _is_number(value):
            # written digit by digit, although the annotation knows nothing but floats
            number: Any = value
            self._sheet.write_number(self.count, place, number)
        elif isinstance(value, date) and value.year >= FIRST_YEAR:
            self._write_day(place, value)
        else:
            told = shown(value)
            text = told if isinstance(told, str) else str(told)
            self._sheet.write_string(self.count, place, text[:LONGEST_TEXT])

    def _write_day(self, place: int, value: date) -> None:
        day: Any = value
        if isinstance(value, datetime):
            local = value.astimezone(self._zone) if value.tzinfo else value
            self._sheet.write_datetime(self.count, place, local.replace(tzinfo=None), self._instant)
        else:
            self._sheet.write_datetime(self.count, place, day, self._day)


def _is_number(value: float | Decimal) -> bool:
    return abs(value) < LARGEST_NUMBER if isinstance(value, int) else isfinite(value)
