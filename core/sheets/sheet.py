"""Excel files, written row by row."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import KortistoError
from core.sheets.cells import Cell, text

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Style

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FIRST_YEAR = 1900
"""Excel knows no days before."""

LONGEST_TEXT = 32_767
"""UTF-16 units in a cell."""

LARGEST_NUMBER = 10**15
"""Excel keeps fifteen digits; whole numbers beyond are written as text."""

DAY, INSTANT = 14, 22
"""Excel's own formats, which look as the reader's region has them."""

OPEN = "#,##0.00########"
"""A number whose decimals are not known: two at least."""

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class Unwritable(KortistoError):
    """A value that no cell can hold; the message names its row and column."""

    code = "NOT_EXPORTABLE"


class Sheet:
    """One sheet of a new file; a text is never a formula, whatever it begins with.

    `decimals` tells for each column how many a Decimal has there, None where that is not known.
    Its methods block: call them in a thread.
    """

    def __init__(
        self, path: Path, title: str, headings: Sequence[str], decimals: Iterable[int | None]
    ) -> None:
        import xlsxwriter  # noqa: PLC0415 - with all its charts, it takes ten megabytes

        self._headings = headings
        self._book = xlsxwriter.Workbook(str(path), {**OPTIONS, "tmpdir": str(path.parent)})
        self._sheet = self._book.add_worksheet(sheet_name(title))
        self._day = self._book.add_format({"num_format": DAY})
        self._instant = self._book.add_format({"num_format": INSTANT})
        self._numbers = [self._number(each) for each in decimals]
        self._next = 0
        self._begin()

    def write(self, rows: Iterable[Iterable[Cell]]) -> None:
        """Write rows below those before; Unwritable for a text that is too long for Excel."""
        for row in rows:
            for place, cell in enumerate(row):
                self._write(place, cell)
            self._next += 1

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _begin(self) -> None:
        bold = self._book.add_format({"bold": True})
        self._sheet.freeze_panes(1, 0)
        for place, heading in enumerate(self._headings):
            self._sheet.set_column(place, place, max(12, min(len(heading) + 2, 40)))
        for place, heading in enumerate(self._headings):
            self._text(place, heading, bold)
        self._next = 1

    def _number(self, decimals: int | None) -> "Style":
        shown = OPEN if decimals is None else f"#,##0.{'0' * decimals}".rstrip(".")
        return self._book.add_format({"num_format": shown})

    def _write(self, place: int, cell: Cell) -> None:
        row = self._next
        if cell is None:
            return
        if isinstance(cell, bool):
            self._sheet.write_boolean(row, place, cell)
        elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
            style = self._instant if isinstance(cell, datetime) else self._day
            self._sheet.write_datetime(row, place, _local(cell), style)
        elif isinstance(cell, Decimal):
            # written digit by digit, although the annotation knows nothing but floats
            number: Any = cell
            self._sheet.write_number(row, place, number, self._numbers[place])
        elif isinstance(cell, float) or (isinstance(cell, int) and abs(cell) < LARGEST_NUMBER):
            self._sheet.write_number(row, place, cell)
        else:
            self._text(place, text(cell), None)

    def _text(self, place: int, found: str, style: "Style | None") -> None:
        if len(found.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            raise Unwritable(
                f"Row {self._next} has a text in '{self._headings[place][:80]}' that is longer "
                f"than Excel's {LONGEST_TEXT:,} characters: ask for less of it, or for csv."
            )
        if found.startswith("<r>") and found.endswith("</r>"):
            # the library takes this for the markup of its own rich texts
            self._sheet.write_rich_string(self._next, place, "<", "r", found[2:])
        else:
            self._sheet.write_string(self._next, place, found, style)


def _local(cell: date) -> Any:
    """Without the zone, which Excel does not know; the library takes days too."""
    return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell


def sheet_name(title: str) -> str:
    """A name that Excel accepts: at most 31 characters, none of them special."""
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)[:31].strip()
