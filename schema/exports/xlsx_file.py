"""Excel files, written row by row."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format as Style

from schema.exports.cells import Cell, Cells, text
from schema.exports.columns import Column, Computed
from schema.exports.errors import NotExportable

FIRST_YEAR = 1900
"""Excel knows no days before."""

LONGEST_TEXT = 32_767
"""UTF-16 units in a cell."""

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


class XlsxFile:
    """One sheet; a text is never a formula, whatever it begins with."""

    def __init__(
        self, path: Path, title: str, columns: Sequence[Column | Computed], cells: Cells
    ) -> None:
        self._cells = cells
        self._columns = columns
        self._book = xlsxwriter.Workbook(str(path), {**OPTIONS, "tmpdir": str(path.parent)})
        self._sheet = self._book.add_worksheet(sheet_name(title))
        self._day = self._book.add_format({"num_format": DAY})
        self._instant = self._book.add_format({"num_format": INSTANT})
        self._numbers = [self._number(column.decimals) for column in columns]
        self._begin()

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows below those before; NotExportable for a text that Excel cannot hold."""
        of = self._cells.of
        for row in rows:
            for place, value in enumerate(row):
                self._write(place, of(value))
            self._next += 1

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _begin(self) -> None:
        bold = self._book.add_format({"bold": True})
        self._sheet.freeze_panes(1, 0)
        self._next = 0
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, max(12, min(len(column.heading) + 2, 40)))
        for place, column in enumerate(self._columns):
            self._text(place, column.heading, bold)
        self._next = 1

    def _number(self, decimals: int | None) -> Style:
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
        elif isinstance(cell, int | float):
            self._sheet.write_number(row, place, cell)
        else:
            self._text(place, text(cell), None)

    def _text(self, place: int, found: str, style: Style | None) -> None:
        if len(found.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            raise NotExportable(
                f"Row {self._next} has a text in '{self._columns[place].heading}' that is longer "
                f"than Excel's {LONGEST_TEXT:,} characters: export it as csv."
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
