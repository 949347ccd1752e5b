"""An answer whose text is not parsed: values of Python fields are put where marks stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from secrets import token_hex
from typing import Any

import orjson
from graphql import FieldNode
from graphql.pyutils import Path
from sqlalchemy import ColumnElement, func, literal_column

from schema.compiled.calling import Call, Calls
from schema.compiled.filling import Finish, as_json
from schema.compiled.fills import Below, Within
from schema.compiled.uncompiled import Uncompiled

Step = tuple[str | None, str | None]
"""A key with the type it is of; None for a place in a list."""


class Uncounted(Exception):
    """Where a value belongs does not follow from how many of its kind stand before it."""


@dataclass(frozen=True)
class Gap:
    """A call and the way to where its values belong."""

    call: Call
    way: Sequence[Step]

    def path(self, place: int) -> Path:
        """Where its value of that number belongs."""
        path: Path | None = None
        for key, name in self.way:
            path = Path(path, place if key is None else key, name)
        assert path is not None  # noqa: S101 - a way has a key
        return path


@dataclass(frozen=True)
class Spliced:
    """Works for calls below at most one list, each item of which has one.

    Nobody but this process knows the nonce, so that no value of a client looks like a mark.
    """

    gaps: Sequence[Gap]
    nonce: str = field(default_factory=lambda: token_hex(16))
    numbers: Iterator[int] = field(default_factory=count)

    def mark(
        self, nodes: Sequence[FieldNode], columns: Sequence[ColumnElement[Any]]
    ) -> ColumnElement[Any]:
        """The number of the gap and the columns, between nonces."""
        number = next(self.numbers)
        found = [id(each.node) for each in self.gaps[number].call.details]
        if found != [id(node) for node in nodes]:
            raise Uncompiled("Python fields in another order than they were found in")
        nonce: ColumnElement[str] = literal_column(f"'{self.nonce}'")
        return func.json_build_array(nonce, literal_column(str(number)), *columns, nonce)

    def start(self, content: bytes, calls: Calls) -> Finish:
        """Start the calls mark by mark."""
        nonce = self.nonce.encode()
        first, *rest = content.split(b'["%b", ' % nonce)
        end = b', "%b"]' % nonce
        parts = [part.split(end, 1) for part in rest]
        brought = orjson.loads(b"[%b]" % b",".join([b"[%b]" % inner for inner, _ in parts]))
        places = [0] * len(self.gaps)
        values: list[Any] = [None] * len(parts)
        for place, (number, *columns) in enumerate(brought):
            gap = self.gaps[number]
            calls.start(gap.call, columns, partial(gap.path, places[number]), values, place)
            places[number] += 1
        return lambda: _joined(first, values, [outer for _, outer in parts])


def gaps_of(within: Within) -> list[Gap]:
    """The gaps of an answer in the order of its text; Uncounted if it must be parsed."""
    return list(_of_object(within, (), listed=False))


def _of_object(within: Within, way: tuple[Step, ...], *, listed: bool) -> Iterator[Gap]:
    for key, entry in within.entries:
        to = (*way, (key, within.name))
        if isinstance(entry, Call):
            yield Gap(entry, to)
        else:
            yield from _of_value(entry, to, listed=listed)


def _of_value(below: Below, way: tuple[Step, ...], *, listed: bool) -> Iterator[Gap]:
    if below.branches or (listed and (below.nullable or below.items)):
        raise Uncounted
    if below.items is not None:
        yield from _of_value(below.items, (*way, (None, None)), listed=True)
    elif below.within is not None:
        yield from _of_object(below.within, way, listed=listed)


def _joined(first: bytes, values: Sequence[Any], rest: Sequence[bytes]) -> bytes:
    parts = [first]
    for value, after in zip(values, rest, strict=True):
        parts += (as_json(value), after)
    return b"".join(parts)
