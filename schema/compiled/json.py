"""Rows and lists of rows as JSON, made by PostgreSQL."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode
from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    String,
    Subquery,
    Text,
    cast,
    func,
    literal,
    literal_column,
    select,
)

from schema.compiled.uncompiled import Uncompiled

LONGEST_NAME = 63
"""Bytes of a column's name in PostgreSQL."""

MOST_PAIRS = 50
"""Pairs of key and value that `json_build_object` takes."""


@dataclass(frozen=True)
class Entry:
    """A value of a JSON object; `alias` tells that its key is the client's own word."""

    key: str
    value: ColumnElement[Any]
    alias: bool


Entries = Sequence[Entry]


def entry(key: str, nodes: Sequence[FieldNode], value: ColumnElement[Any]) -> Entry:
    """A value under its response key."""
    return Entry(key, value, alias=key != nodes[0].name.value)


Rows = Callable[[Sequence[ColumnElement[Any]]], Select[Any]]
"""Selects columns of the rows to show."""


def object_of(entries: Entries, rows: Rows) -> ColumnElement[Any]:
    """The one row as a JSON object; null where there is none."""
    found = rows(_columns(entries)).subquery()
    return select(_object(entries, found)).select_from(found).scalar_subquery()


def composed(entries: Entries) -> ColumnElement[Any]:
    """A JSON object of values that are of no row."""
    if not 0 < len(entries) <= MOST_PAIRS:
        return object_of(entries, lambda columns: select(*columns))
    return func.json_build_object(*(part for e in entries for part in (_key(e), e.value)))


def _key(entry: Entry) -> ColumnElement[str]:
    if entry.alias:
        return literal(entry.key, String)
    return literal_column(f"'{entry.key}'", String)


def as_bytes(document: ColumnElement[Any]) -> ColumnElement[bytes]:
    """JSON as it is sent to clients: text would be decoded to be encoded again."""
    return func.convert_to(cast(document, Text), literal_column("'UTF8'"), type_=LargeBinary)


def listed(entries: Entries, rows: Rows) -> ColumnElement[Any]:
    """The rows as a JSON array, in their order."""
    found = rows(_columns(entries)).subquery()
    named = _are_named(entries)
    item = found.table_valued() if named else _object(entries, found)
    return select(or_empty(func.json_agg(item))).select_from(found).scalar_subquery()


def _are_named(entries: Entries) -> bool:
    """Whether all keys are names of the schema, which may be names of columns.

    An alias is the client's own word: it must not enter the SQL text, and becomes a parameter.
    """
    named = [len(entry.key) <= LONGEST_NAME and not entry.alias for entry in entries]
    return bool(named) and all(named)


def _columns(entries: Entries) -> list[ColumnElement[Any]]:
    if not entries:
        return [literal_column("1").label("v0")]
    if _are_named(entries):
        return [entry.value.label(entry.key) for entry in entries]
    return [entry.value.label(f"v{place}") for place, entry in enumerate(entries)]


def _object(entries: Entries, found: Subquery) -> ColumnElement[Any]:
    if _are_named(entries):
        return func.row_to_json(found.table_valued())
    return pairs([(e.key, found.c[f"v{place}"]) for place, e in enumerate(entries)])


def pairs(values: Sequence[tuple[str, ColumnElement[Any]]]) -> ColumnElement[Any]:
    """A JSON object of keys and values."""
    if len(values) > MOST_PAIRS:
        raise Uncompiled(f"more than {MOST_PAIRS} fields, some of them with an alias")
    parts = [part for key, value in values for part in (literal(key, String), value)]
    return func.json_build_object(*parts)


def or_empty(array: ColumnElement[Any]) -> ColumnElement[Any]:
    """An aggregate, or an empty JSON array where there was no row."""
    return func.coalesce(array, literal_column("'[]'::json"))
