"""Bounds that a table's check constraints set, told before PostgreSQL refuses the row."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, Table

from core.writing.draft import Draft

_AT_LEAST = re.compile(r"(\w+) >= (-?\d+)")
_BETWEEN = re.compile(r"(\w+) BETWEEN (-?\d+) AND (-?\d+)")
_ORDER = re.compile(r"(\w+) <= (\w+)")
_PATTERN = re.compile(r"(\w+) ~ '(.+)'")


class Bound(NamedTuple):
    """A check of one or two attributes."""

    kind: str
    attribute: str
    parts: tuple[str, ...]

    def problem(self, draft: Draft) -> str | None:
        """What is wrong with the values that a row will have, if anything is."""
        value = draft.get(self.attribute)
        if value is None:
            return None
        if self.kind == "order":
            first = draft.get(self.parts[0])
            early = first is not None and value < first
            return f"must not be before '{self.parts[0]}'." if early else None
        if self.kind == "pattern":
            return None if re.search(self.parts[0], value) else "has the wrong form."
        low, high = (float(p) for p in (*self.parts, "inf")[:2])
        if low <= value <= high:
            return None
        return (
            f"must be {self.parts[0]} or more."
            if high == float("inf")
            else (f"must be from {self.parts[0]} to {self.parts[1]}.")
        )


def check_bounds(draft: Draft) -> None:
    """Refuse values out of the bounds of the table."""
    for bound in bounds(draft.writes.model.__table__):
        touched = {bound.attribute, *bound.parts} & draft.values.keys()
        problem = bound.problem(draft) if touched else None
        if problem:
            draft.refuse(bound.attribute, problem)


@cache
def bounds(table: Table) -> tuple[Bound, ...]:
    """The bounds among a table's constraints."""
    return tuple(_bounds(table))


def _bounds(table: Table) -> Iterator[Bound]:
    for constraint in sorted(table.constraints, key=lambda c: str(c.name)):
        if isinstance(constraint, CheckConstraint):
            yield from _bound(str(constraint.sqltext), table)


def _bound(text: str, table: Any) -> Iterator[Bound]:
    if m := _AT_LEAST.fullmatch(text) or _BETWEEN.fullmatch(text):
        yield Bound("range", m[1], m.groups()[1:])
    elif m := _ORDER.fullmatch(text):
        yield Bound("order", m[2], (m[1],))
    elif m := _PATTERN.fullmatch(text):
        yield Bound("pattern", m[1], (m[2],))
