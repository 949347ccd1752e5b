"""PDF files as a printer puts them on paper, to be measured in millimetres."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

DPI = 300
SCALE = DPI / 25.4
"""Dots in a millimetre."""

INK = 200
"""Darker dots are ink; paper is 255."""


@dataclass(frozen=True)
class Box:
    """A rectangle on paper, in millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, margin: float) -> "Box":
        return Box(self.left + margin, self.top + margin, self.right - margin, self.bottom - margin)


@dataclass(frozen=True)
class Paper:
    """A printed page: a byte for each dot."""

    dots: bytes
    width: int
    height: int
    stride: int

    def column(self, x: float, top: float, bottom: float) -> bytes:
        """The dots of a stroke downwards."""
        first, last = self._y(top), self._y(bottom)
        return self.dots[self._x(x) + first * self.stride : last * self.stride : self.stride]

    def row(self, y: float, left: float, right: float) -> bytes:
        """The dots of a stroke to the right."""
        start = self._y(y) * self.stride
        return self.dots[start + self._x(left) : start + self._x(right)]

    def ink(self, box: Box) -> Box | None:
        """What of a box has ink on it."""
        rows = [
            self.dots[y * self.stride + self._x(box.left) : y * self.stride + self._x(box.right)]
            for y in range(self._y(box.top), self._y(box.bottom))
        ]
        inked = [place for place, row in enumerate(rows) if min(row) < INK]
        if not inked:
            return None
        darkest = bytes(map(min, zip(*(rows[place] for place in inked), strict=True)))
        across = [place for place, dot in enumerate(darkest) if dot < INK]
        return Box(
            box.left + across[0] / SCALE,
            box.top + inked[0] / SCALE,
            box.left + (across[-1] + 1) / SCALE,
            box.top + (inked[-1] + 1) / SCALE,
        )

    def _x(self, x: float) -> int:
        return max(0, min(round(x * SCALE), self.width))

    def _y(self, y: float) -> int:
        return max(0, min(round(y * SCALE), self.height))


def darkest(dots: bytes, begin: float) -> float:
    """Where the ink of a stroke lies that begins somewhere; its middle."""
    inked = [place for place, dot in enumerate(dots) if dot < INK]
    assert inked, "nothing is printed there"
    return max(0, begin) + (inked[0] + inked[-1] + 1) / 2 / SCALE


def pages(pdf: bytes) -> Iterator[Paper]:
    """The pages of a file, printed at their actual size."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            bitmap = page.render(scale=DPI / 72, grayscale=True)
            yield Paper(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def text_of(pdf: bytes) -> list[str]:
    """What can be read on each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]
