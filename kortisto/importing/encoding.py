"""The encoding of a file of text: told by a byte order mark, or by the bytes themselves."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from kortisto.importing.errors import FileRefused

CHUNK = 1 << 16
LONGEST_LINE = 1 << 20
"""Characters; a longer line is no line of a table."""

ADVICE = "Save the sheet as CSV (UTF-8) and import that."
OTHER_FORMATS = {
    b"PK\x03\x04": "an Excel workbook or another ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "compressed",
}


class Encoding(NamedTuple):
    """A codec of Python, and the bytes to skip before the text."""

    codec: str
    skip: int = 0


UTF_8 = Encoding("utf-8")
WINDOWS = Encoding("cp1252")
MARKS = {
    codecs.BOM_UTF32_LE: Encoding("utf-32-le", 4),
    codecs.BOM_UTF32_BE: Encoding("utf-32-be", 4),
    codecs.BOM_UTF8: Encoding("utf-8", 3),
    codecs.BOM_UTF16_LE: Encoding("utf-16-le", 2),
    codecs.BOM_UTF16_BE: Encoding("utf-16-be", 2),
}


def recognise(file: BinaryIO, given: str | None = None) -> Encoding:
    """The encoding in which the whole file can be read; FileRefused says where it cannot.

    Without a byte order mark: UTF-16 where every second byte tends to be zero, else UTF-8, else
    Windows-1252, unless UTF-8 fits a part with other letters than a to z. `given` is a codec that
    is to be taken instead of the last three.
    """
    file.seek(0)
    faults = []
    for candidate in _candidates(file.read(CHUNK), given):
        fault = _fault(file, candidate)
        if fault is None:
            return candidate
        faults.append(fault.text)
        if fault.is_mixed:
            break
    raise FileRefused(f"{' '.join(faults)} Name the encoding in the mapping file: `encoding`.")


def _candidates(head: bytes, given: str | None) -> list[Encoding]:
    for beginning, what in OTHER_FORMATS.items():
        if head.startswith(beginning):
            raise FileRefused(f"The file is {what}, not delimited text. {ADVICE}")
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return [encoding]
    if given:
        return [Encoding(given)]
    return [_wide(head)] if 0 in head else [UTF_8, WINDOWS]


def _wide(head: bytes) -> Encoding:
    """Which UTF-16: of most letters the upper byte is zero, of hardly any the lower one."""
    first, second = head[0::2].count(0), head[1::2].count(0)
    if max(first, second) * 6 >= len(head):
        if first * 10 <= second:
            return Encoding("utf-16-le")
        if second * 10 <= first:
            return Encoding("utf-16-be")
    raise FileRefused(f"The file is binary, not delimited text. {ADVICE}")


class Fault(NamedTuple):
    """Why a file is no text in an encoding; mixed if what stands above is, and no other fits it."""

    text: str
    is_mixed: bool


def _fault(file: BinaryIO, encoding: Encoding) -> Fault | None:
    """Why the file is no text in the encoding; FileRefused if it is none in any."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    line, length, is_ascii = 1, 0, True
    file.seek(encoding.skip)
    for chunk, is_last in _chunks(file):
        try:
            text = decoder.decode(chunk, is_last)
        except UnicodeDecodeError as error:
            above = error.object[: error.start].decode(encoding.codec, "ignore")
            is_mixed = encoding == UTF_8 and not (is_ascii and above.isascii())
            return _misfit(line + above.count("\n"), encoding, error, is_mixed=is_mixed)
        if "\0" in text:
            line += text[: text.index("\0")].count("\n")
            raise FileRefused(f"The file is binary: line {line} has a NUL character. {ADVICE}")
        line += text.count("\n")
        is_ascii = is_ascii and text.isascii()
        length = _tail(text, length)
        if length > LONGEST_LINE:
            raise FileRefused(f"Line {line} has over {LONGEST_LINE:,} characters: not a table.")
    return None


def _misfit(line: int, encoding: Encoding, error: UnicodeDecodeError, *, is_mixed: bool) -> Fault:
    above = ", though what stands above is" if is_mixed else ""
    byte = error.object[error.start]
    return Fault(f"Line {line} is not {encoding.codec}{above}: byte 0x{byte:02x}.", is_mixed)


def _tail(text: str, length: int) -> int:
    """How long the line is that goes on behind the text."""
    end = max(text.rfind("\n"), text.rfind("\r"))
    return length + len(text) if end < 0 else len(text) - end - 1


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    while chunk := file.read(CHUNK):
        yield chunk, False
    yield b"", True
