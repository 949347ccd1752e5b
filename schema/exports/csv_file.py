"""CSV as in RFC 4180: commas, CRLF, UTF-8 behind the mark that Excel looks for."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.sheets import Cell, Cells, text

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text begins with that a spreadsheet takes for a formula, as OWASP lists it."""


class CsvFile:
    """Texts that a spreadsheet would take for formulas have an apostrophe before them."""

    def __init__(self, path: Path, headings: Sequence[str], cells: Cells) -> None:
        self._cells = cells
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(map(guarded, headings))

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows below those before."""
        of = self._cells.of
        self._writer.writerows([guarded(of(value)) for value in row] for row in rows)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def guarded(cell: Cell) -> str:
    """The text of a cell; numbers and dates are what they are."""
    found = text(cell)
    return f"'{found}" if isinstance(cell, str) and found.startswith(FORMULAS) else found
