"""A file of delimited text as a table: named columns, and rows as wide as the header."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from kortisto.importing.delimiter import sniff
from kortisto.importing.encoding import Encoding, recognise
from kortisto.importing.errors import FileRefused
from kortisto.importing.records import Misquoted, Record, read_records
from kortisto.importing.rejection import Rejection

SAMPLE = 1 << 16


@dataclass(frozen=True)
class Table:
    """An open file. `columns` tells the place of each named column; `size` is in bytes."""

    file: BinaryIO
    encoding: Encoding
    delimiter: str
    header: tuple[str, ...]
    columns: Mapping[str, int]
    size: int

    @property
    def position(self) -> int:
        """How many bytes have been read."""
        return self.file.tell()

    def rows(self) -> Iterator[Record | Rejection]:
        """The records below the header; those that do not fit it as rejections."""
        records = _records(self.file, self.encoding, self.delimiter)
        next(records)
        for record in records:
            yield self._checked(record)

    def _checked(self, record: Record | Misquoted) -> Record | Rejection:
        if isinstance(record, Misquoted):
            return self._misquoted(record)
        found, expected = len(record.values), len(self.header)
        if found == expected:
            return record
        place = min(found, expected)
        value = record.values[place] if found > expected else None
        reason = f"The line has {found} values, the header has {expected}."
        return Rejection(record.line, self._name(place), value, reason)

    def _misquoted(self, fault: Misquoted) -> Rejection:
        reason = "A quote is not closed, or stands inside a value without being doubled."
        return Rejection(fault.line, self._name(fault.position - 1), fault.text, reason)

    def _name(self, place: int) -> str:
        name = self.header[place] if place < len(self.header) else ""
        return name or f"column {place + 1}"


@contextmanager
def open_table(
    path: Path, encoding: str | None = None, delimiter: str | None = None
) -> Iterator[Table]:
    """Recognise and open a file; FileRefused says why it is no table."""
    try:
        with path.open("rb") as file:
            yield _table(file, encoding, delimiter)
    except OSError as error:
        raise FileRefused(f"Cannot read {path}: {error.strerror}.") from error


def _table(file: BinaryIO, given: str | None, delimiter: str | None) -> Table:
    encoding = recognise(file, given)
    delimiter = delimiter or sniff(_sample(file, encoding))
    header = _header(file, encoding, delimiter)
    columns = {name: place for place, name in enumerate(header) if name}
    return Table(file, encoding, delimiter, header, columns, file.seek(0, 2))


def _sample(file: BinaryIO, encoding: Encoding) -> str:
    text = _text(file, encoding)
    sample = text.read(SAMPLE)
    text.detach()
    return sample


def _header(file: BinaryIO, encoding: Encoding, delimiter: str) -> tuple[str, ...]:
    first = next(_records(file, encoding, delimiter), None)
    if first is None:
        raise FileRefused("The file is empty.")
    if isinstance(first, Misquoted):
        raise FileRefused(f"Line {first.line} is the header, and its quotes are wrong.")
    header = tuple(value.strip() for value in first.values)
    if not all(name.isprintable() for name in header):
        raise FileRefused(f"Line {first.line} has control characters: the file is not a table.")
    for name, count in Counter(filter(None, header)).items():
        if count > 1:
            places = [str(place) for place, other in enumerate(header, 1) if other == name]
            raise FileRefused(
                f"Line {first.line} names the column '{name}' {count} times: "
                f"columns {', '.join(places)}. Rename all but one."
            )
    return header


def _records(file: BinaryIO, encoding: Encoding, delimiter: str) -> Iterator[Record | Misquoted]:
    text = _text(file, encoding)
    try:
        yield from read_records(text, delimiter)
    finally:
        text.detach()


def _text(file: BinaryIO, encoding: Encoding) -> TextIOWrapper:
    file.seek(encoding.skip)
    return TextIOWrapper(file, encoding.codec, newline="")
