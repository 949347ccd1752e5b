"""What stands on labels."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from babel import Locale

LONGEST_WORD = 24
"""Longer words may be broken anywhere."""

MOST_STREET_LINES = 4
"""Further lines of a street follow the last of them, behind a comma."""

BREAK = "\u200b"
"""A space without width: a line may end there."""


@dataclass(frozen=True)
class Address:
    """Where post goes."""

    street: str | None
    postal_code: str | None
    city: str | None
    country: str | None

    @property
    def is_whole(self) -> bool:
        """Whether it has street, postal code and town."""
        return all(part and part.strip() for part in (self.street, self.postal_code, self.city))

    @property
    def is_known(self) -> bool:
        """Whether post could be sent there: it has a town."""
        return bool(self.city and self.city.strip())


@dataclass(frozen=True)
class Label:
    """The lines of a label, and the customer that it is about."""

    customer_id: int
    lines: tuple[str, ...]


def lines_of(names: Iterable[str | None], address: Address, home: str) -> tuple[str, ...]:
    """The lines of a label: names, street, postal code and town, and the country if it is abroad.

    The country is told in English, in capital letters, as the Universal Postal Union asks for.
    """
    town = " ".join(filter(None, (address.postal_code, address.city)))
    lines = [*names, *_street(address.street or ""), town, _country(address.country, home)]
    return tuple(filter(None, map(_clean, lines)))


def _street(street: str) -> Iterator[str]:
    lines = [line for line in street.splitlines() if line.strip()]
    yield from lines[: MOST_STREET_LINES - 1]
    yield ", ".join(lines[MOST_STREET_LINES - 1 :])


def _country(code: str | None, home: str) -> str:
    if code is None or code == home:
        return ""
    name: Any = Locale("en").territories.get(code, code)
    return str(name).upper()


def _clean(text: str | None) -> str:
    """One line without characters that steer instead of being read, whose long words may break."""
    kept = "".join(
        c if unicodedata.category(c)[0] != "C" or c.isspace() else "" for c in text or ""
    )
    return " ".join(map(_breakable, kept.split()))


def _breakable(word: str) -> str:
    return word if len(word) <= LONGEST_WORD else BREAK.join(word)
