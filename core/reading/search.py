"""What a list is searched for."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, literal

from core.errors import BadInput
from core.reading.filters import check_text
from core.reading.late import Late, Prepare, converted, known

LONGEST_SEARCH = 200
"""Characters of a search; every word of it is a condition."""


@dataclass(frozen=True)
class Search:
    """A text to search for, known or late; BadInput if it is too long or cannot be stored."""

    text: Any

    @property
    def shape(self) -> Hashable:
        """What two texts have in common that one statement finds."""
        return len(self._known.split()), self.has_digits

    @property
    def whole(self) -> ColumnElement[str]:
        """All of the text."""
        return self._sql(str.strip)

    @property
    def words(self) -> list[ColumnElement[str]]:
        """The words of the text, in their order."""
        return [self._sql(_word(place)) for place in range(len(self._known.split()))]

    @property
    def has_digits(self) -> bool:
        """Whether the text has a digit, as numbers of things have."""
        return any(map(str.isdigit, self._known))

    def checked(self) -> "Search":
        """The same, once it is known to be short enough and fit to be stored."""
        return Search(converted(self.text, _checked))

    def __bool__(self) -> bool:
        return bool(self._known.strip())

    @property
    def _known(self) -> str:
        return str(known(self.text) or "")

    def _sql(self, prepare: Prepare) -> ColumnElement[str]:
        if isinstance(self.text, Late):
            return self.text.bind(Text(), prepare)
        return literal(prepare(self.text), Text())


def _word(place: int) -> Prepare:
    return lambda text: text.split()[place]


def _checked(text: str | None) -> str:
    text = (text or "").strip()
    if len(text) > LONGEST_SEARCH:
        raise BadInput(f"'search' has {len(text)} characters; {LONGEST_SEARCH} are allowed.")
    check_text(text, ("search",))
    return text
