"""Content negotiation after RFC 9110, section 12.5."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
HTML = "text/html"
EVENT_STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Preference:
    """One member of an Accept or Accept-Encoding header."""

    value: str
    quality: float
    place: int

    def specificity(self, offer: str) -> int:
        """How exactly it names the offer: 3 by name, 2 by type, 1 by a star, 0 not at all."""
        if self.value == offer:
            return 3
        if self.value == f"{offer.partition('/')[0]}/*":
            return 2
        return int(self.value in ("*/*", "*"))


@lru_cache(maxsize=64)
def choose(header: str | None, offers: tuple[str, ...]) -> str | None:
    """The offer the header likes best, or None if it accepts none of them.

    Equal quality goes to what the header names first, then to the order of the offers.
    """
    if header is None or not header.strip():
        return offers[0]
    preferences = list(read(header))
    ranked = []
    for order, offer in enumerate(offers):
        match = max(
            (item for item in preferences if item.specificity(offer)),
            key=lambda item: (item.specificity(offer), -item.place),
            default=None,
        )
        if match and match.quality > 0:
            ranked.append((-match.quality, match.place, order, offer))
    return min(ranked)[-1] if ranked else None


def names(header: str, offer: str) -> bool:
    """Whether a header accepts an offer by its very name."""
    found = [item for item in read(header) if item.value == offer]
    return bool(found) and found[0].quality > 0


def read(header: str) -> Iterator[Preference]:
    """The members of a header; one that is malformed, or of another charset, is passed over."""
    for place, member in enumerate(header.split(",")):
        value, *parameters = (part.strip().lower() for part in member.split(";"))
        quality: float | None = 1.0
        for parameter in parameters:
            name, _, given = parameter.partition("=")
            if name == "q":
                quality = read_quality(given)
            elif name == "charset" and given.strip('"') not in ("utf-8", "utf8"):
                quality = None
        if value and quality is not None:
            yield Preference(value, quality, place)


def read_quality(text: str) -> float | None:
    """A weight between 0 and 1, or None if it is none."""
    try:
        quality = float(text)
    except ValueError:
        return None
    return quality if 0 <= quality <= 1 else None


def accepts_gzip(header: str | None) -> bool:
    """Whether an Accept-Encoding header asks for gzip."""
    return header is not None and choose(header, ("gzip",)) == "gzip" and bool(header.strip())
