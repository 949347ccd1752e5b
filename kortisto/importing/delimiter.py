"""Which character separates the values of a line."""

import csv
from collections.abc import Iterator
from contextlib import suppress

DELIMITERS = (",", ";", "\t", "|")


def sniff(sample: str) -> str:
    """The delimiter that splits the header, and then as many lines as possible alike.

    The sample begins with the header; a comma is taken where nothing splits it.
    """
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[bool, float, int]:
    widths = list(_widths(sample, delimiter))
    width = widths[0] if widths else 0
    return width > 1, widths.count(width) / max(len(widths), 1), width


def _widths(sample: str, delimiter: str) -> Iterator[int]:
    """How many values each record has."""
    reader = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
    # a value too long for the csv module ends the sample
    with suppress(csv.Error):
        yield from (len(values) for values in reader if values)
