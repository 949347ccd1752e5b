"""Records of delimited text after RFC 4180, each with the physical line on which it begins."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one record."""

    line: int
    values: list[str]


@dataclass(frozen=True, slots=True)
class Misquoted:
    """A line whose quotes are wrong, and the number of its value, from 1, where they are."""

    line: int
    position: int
    text: str


class Lines:
    """Physical lines, which can be given back; `taken` are those of the record under way."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.before = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._text)
        self.taken.append(line)
        return line

    def next_record(self) -> None:
        self.before += len(self.taken)
        self.taken.clear()

    def give_back_all_but_first(self) -> None:
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def read_records(text: TextIO, delimiter: str) -> Iterator[Record | Misquoted]:
    """All records but blank lines.

    Reading goes on behind the first line of a misquoted record, so that a quote that is never
    closed costs one line and not the rest of the file.
    """
    lines = Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.next_record()
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _misquoted(lines, delimiter)
            lines.give_back_all_but_first()
            continue
        if values:
            yield Record(lines.before + 1, values)


def _misquoted(lines: Lines, delimiter: str) -> Misquoted:
    """Count the well-formed values before the wrong one."""
    end = re.escape(delimiter)
    value = re.compile(rf'(?:"(?:[^"]++|"")*+"|[^"{end}\r\n][^{end}\r\n]*+|)(?:{end})')
    text = "".join(lines.taken)
    position, start = 1, 0
    while found := value.match(text, start):
        position, start = position + 1, found.end()
    return Misquoted(lines.before + 1, position, lines.taken[0].rstrip("\r\n"))
