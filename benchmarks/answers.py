"""Comparing what contenders answer."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from core.errors import KortistoError

ID = re.compile(r"(?:[a-z]+_)+([0-9]+)")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")


class AnswersDiffer(KortistoError):
    """Two contenders do not answer the same."""


def normal(value: object) -> object:
    """The value as all contenders would write it: ids are bare keys, instants in UTC."""
    if isinstance(value, dict):
        return {name: normal(each) for name, each in value.items()}
    if isinstance(value, list):
        return [normal(each) for each in value]
    if isinstance(value, str):
        return normal_text(value)
    return value


def normal_text(text: str) -> str:
    if found := ID.fullmatch(text):
        return found[1]
    if INSTANT.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    return text


def values(answer: object) -> int:
    """How many values an answer has: numbers, texts, true, false and null."""
    if isinstance(answer, dict):
        return sum(map(values, answer.values()))
    if isinstance(answer, list):
        return sum(map(values, answer))
    return 1


def require_same(name: str, answer: object, expected: object) -> None:
    """AnswersDiffer if they do, naming the first place, or if the answer tells errors."""
    if isinstance(answer, dict) and (errors := answer.get("errors")):
        raise AnswersDiffer(f"{name} answers with errors: {str(errors)[:500]}")
    if found := difference(normal(answer), normal(expected), ()):
        raise AnswersDiffer(f"{name} answers otherwise than the limit at {found}")


def difference(mine: object, theirs: object, path: Sequence[object]) -> str | None:
    """The first place where two normal values differ, and what stands there."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        names = dict.fromkeys([*theirs, *mine])
        return first(difference(mine.get(n), theirs.get(n), (*path, n)) for n in names)
    if isinstance(mine, list) and isinstance(theirs, list):
        pairs = enumerate(zip_longest(mine, theirs))
        return first(difference(a, b, (*path, n)) for n, (a, b) in pairs)
    if mine == theirs and type(mine) is type(theirs):
        return None
    return f"{'.'.join(map(str, path))}: {str(mine)[:200]} instead of {str(theirs)[:200]}"


def first(found: Iterable[str | None]) -> str | None:
    return next((each for each in found if each), None)
