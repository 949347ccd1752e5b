"""Sort keys: texts that sort by code point as a language sorts names, without ICU.

White space sorts first, then punctuation, digits, letters; case and accents do not count, except
that a language's own letters stand in their places.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

LAST = 0x10FFF0
"""Code points from here on sort after every character of a text."""

LETTERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "fi": {"z": ("å", "ä æ", "ö ø ő")},
    "hr": {
        "c": ("č", "ć"),
        "d": ("dž", "đ"),
        "l": ("lj",),
        "n": ("nj",),
        "s": ("š",),
        "z": ("ž",),
    },
}
"""For each language the letters that follow a letter; those in one text sort alike."""

ALIKE: Mapping[str, Mapping[str, str]] = {"fi": {"ü": "y", "ű": "y"}}
"""For each language the letters that sort as another one."""

PLAIN: Mapping[str, str] = {
    "æ": "ae",
    "ð": "d",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ŋ": "n",
    "ø": "o",
    "œ": "oe",
    "þ": "th",
    "ŧ": "t",
}
"""Letters that Unicode does not take apart into a base letter and an accent."""


def sort_key(text: str, language: str) -> str:
    """A key to store in a column of collation "C"; `language` as in BCP 47, say `fi` or `hr-HR`.

    Languages without rules here sort as English.
    """
    letters, pattern = _rules(language.partition("-")[0].lower())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    keys = (letters.get(found) or _base(found) for found in pattern.findall(folded))
    return " ".join("".join(keys).split())


@cache
def _rules(language: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    letters = dict(ALIKE.get(language, {}))
    for before, groups in LETTERS.get(language, {}).items():
        for place, group in enumerate(groups):
            letters |= dict.fromkeys(group.split(), before + chr(LAST + place))
    longest_first = sorted(letters, key=len, reverse=True)
    return letters, re.compile("|".join([*map(re.escape, longest_first), "."]), re.DOTALL)


@cache
def _base(character: str) -> str:
    if character in PLAIN:
        return PLAIN[character]
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category[0] in "CM":
        return ""
    if category[0] in "PSZ":
        return "-"
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(c for c in decomposed if not unicodedata.combining(c))
