"""Excel files of lists."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.sheets import Cells, Sheet
from schema.exports.columns import Column, Computed


class XlsxFile:
    """One sheet, whose columns have the decimals of their fields."""

    def __init__(
        self, path: Path, title: str, columns: Sequence[Column | Computed], cells: Cells
    ) -> None:
        headings = [column.heading for column in columns]
        self._cells = cells
        self._sheet = Sheet(path, title, headings, (column.decimals for column in columns))

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows below those before; Unwritable for a text that Excel cannot hold."""
        self._sheet.write(map(self._cells.of, row) for row in rows)

    def close(self) -> None:
        """Finish the file."""
        self._sheet.close()
