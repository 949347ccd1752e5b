"""The free JSON object of a lead, within bounds."""

from collections.abc import Mapping
from typing import Any

import orjson

MOST_KEYS = 100
LONGEST_KEY = 100
MOST_BYTES = 32_000
DEEPEST = 4


def problem_of(data: object) -> str | None:
    """What is wrong with the object, if anything is."""
    if not isinstance(data, Mapping):
        return 'must be an object: write {"budget": "5000"}.'
    if len(data) > MOST_KEYS:
        return f"has {len(data)} keys: keep at most {MOST_KEYS}."
    for key in data:
        if not _is_key(key):
            return f"has a key that is not 1 to {LONGEST_KEY} printable characters: rename it."
    if depth_of(data) > DEEPEST:
        return f"is nested more than {DEEPEST} deep: flatten it."
    return _size_problem(data)


def _is_key(key: object) -> bool:
    return isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and key.isprintable()


def depth_of(value: object) -> int:
    """How deep objects and lists stand in each other, counted up to one more than is allowed."""
    level: list[Any] = [value]
    for depth in range(DEEPEST + 2):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return depth
    return DEEPEST + 1


def _inside(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def _size_problem(data: Mapping[str, Any]) -> str | None:
    try:
        text = orjson.dumps(data)
    except (TypeError, RecursionError):
        return "holds a value that JSON cannot say, or broken characters: remove it."
    if len(text) > MOST_BYTES:
        return f"has {len(text):,} bytes as JSON: keep at most {MOST_BYTES:,}."
    if b"\\u0000" in text:
        return "holds the character U+0000: remove it."
    return None
