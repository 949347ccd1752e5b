"""Files that rows are written to one after the other; they block, so they belong in a thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from core.sheets import MEDIA_TYPE, Cells
from schema.exports.columns import Column, Computed
from schema.exports.csv_file import CsvFile
from schema.exports.request import Format
from schema.exports.xlsx_file import XlsxFile


class RowFile(Protocol):
    """A file that rows are written to."""

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows below those before."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


MEDIA_TYPES = {
    Format.XLSX: MEDIA_TYPE,
    Format.CSV: "text/csv; charset=utf-8",
}


def open_file(
    kind: Format, path: Path, title: str, columns: Sequence[Column | Computed], cells: Cells
) -> RowFile:
    """A new file with its headings."""
    if kind is Format.CSV:
        return CsvFile(path, [column.heading for column in columns], cells)
    return XlsxFile(path, title, columns, cells)
