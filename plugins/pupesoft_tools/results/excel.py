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
from core.sheets import MEDIA_TYPE, Cell, Sheet, Unwritable
from plugins.pupesoft_tools.results.values import shown


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
    """Write a table; with more rows than `most`, its last row says that there are others.

    NoFile for a text that no cell can hold: nothing is cut.
    """
    path = folder / "result.xlsx"
    sheet = await to_thread.run_sync(Sheet, path, name, columns, [None] * len(columns))
    try:
        await _fill(sheet, batches, zone, most)
    except Unwritable as error:
        raise NoFile(error.message) from error
    finally:
        await to_thread.run_sync(sheet.close)
    return File(path, f"{name}.xlsx", MEDIA_TYPE)


async def _fill(
    sheet: Sheet, batches: AsyncIterator[Sequence[Sequence[Any]]], zone: ZoneInfo, most: int
) -> None:
    room = most
    async for batch in batches:
        cells = [[_cell(value, zone) for value in row] for row in batch[:room]]
        await to_thread.run_sync(sheet.write, cells)
        room -= len(cells)
        if len(batch) > len(cells):
            sheet.write([[f"… there are more than {most} rows"]])
            return


def _cell(value: Any, zone: ZoneInfo) -> Cell:
    """The value in a cell; what is neither number, day nor text as JSON shows it."""
    if isinstance(value, datetime):
        return value.astimezone(zone) if value.tzinfo else value
    if isinstance(value, Decimal | float) and not isfinite(value):
        return str(value)
    if value is None or isinstance(value, bool | int | float | Decimal | date | str):
        return value
    told = shown(value)
    return told if isinstance(told, str) else str(told)
