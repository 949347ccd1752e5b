"""Lists of words, and texts as addresses of the Internet have them."""

import re
import unicodedata

UNDIVIDED = str.maketrans({"đ": "d", "ß": "ss", "æ": "ae", "ø": "o"})


def plain(text: str) -> str:
    """Lower-case letters a-z, digits and hyphens: `Äijälä & Đurić` -> `aijala-duric`."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(UNDIVIDED))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def words(text: str, separator: str | None = None) -> tuple[str, ...]:
    """The parts of a text, at white space or at the separator."""
    return tuple(part.strip() for part in text.split(separator))
