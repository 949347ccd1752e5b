"""Reading an Excel file of a grid that somebody filled in."""

import binascii
import zipfile
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from core.writing import Code
from core.writing.user_error import Refused
from plugins.plans.edits import CENT
from plugins.plans.excel import FIRST_MONTH, HEADER, place
from plugins.plans.working import refusal

MOST_BYTES = 4_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 5_000
MOST_MONTHS = 36
NEARLY = Decimal("0.000001")
"""How far from whole cents a number may be that a spreadsheet has computed."""


@dataclass(frozen=True)
class Sheet:
    """What a file says: its months, and its rows with their numbers, from 1."""

    months: Sequence[date]
    rows: Sequence[tuple[int, Sequence[Any]]]


def read_sheet(text: str) -> Sheet:
    """The first sheet of a file in base64; a refusal if it is none that a grid was written to."""
    from openpyxl import load_workbook  # noqa: PLC0415 - it takes seven megabytes

    content = _decoded(text)
    try:
        _check_unpacked(content)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows = list(_rows(book.worksheets[0]))
        book.close()
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, SyntaxError) as error:
        raise refusal("file", "is no Excel file (.xlsx) that can be read.") from error
    if not rows:
        raise refusal("file", "is empty: upload the file of a grid.")
    if len(rows) > MOST_ROWS + 1:
        raise refusal("file", f"has more than {MOST_ROWS} rows.", Code.TOO_MANY)
    return Sheet(_months(rows[0]), [*enumerate(rows[1:], 2)])


def _decoded(text: str) -> bytes:
    if len(text) > MOST_BYTES * 4 // 3 + 4:
        raise refusal("file", f"has more than {MOST_BYTES:,} bytes.", Code.TOO_MANY)
    try:
        return b64decode(text, validate=True)
    except binascii.Error:
        raise refusal("file", "is not written in base64.") from None


def _check_unpacked(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED:
            raise refusal("file", "is too large when it is unpacked.", Code.TOO_MANY)


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    last = FIRST_MONTH + MOST_MONTHS
    yield from sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=last, values_only=True)


def _months(header: Sequence[Any]) -> list[date]:
    if tuple(header[: len(HEADER)]) != HEADER:
        raise refusal("file", f"must have the header {', '.join(HEADER)} and months.")
    found = list(header[len(HEADER) :])
    while found and found[-1] in (None, ""):
        found.pop()
    return [_month(FIRST_MONTH + place, value) for place, value in enumerate(found)]


def _month(column: int, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    try:
        return date.fromisoformat(f"{value}-01")
    except ValueError:
        made = refusal("file", "must be a month as 2026-01.")
        made.error.path.append(place(1, column))
        raise made from None


def amount_text(value: object) -> str | None:
    """What a cell says, as the text of an amount; Refused if it cannot be one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Refused("is not a number.")
    if isinstance(value, str):
        return value
    number = Decimal(repr(value))
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
        return str(number)
    cents = number.quantize(CENT)
    return str(cents if abs(cents - number) < NEARLY else number)
