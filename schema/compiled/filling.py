"""The answer of a statement and the values of Python fields, put together."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import orjson
from graphql import FieldNode, GraphQLError
from graphql.execution import Executor
from sqlalchemy import ColumnElement

from schema.compiled.calling import Calls
from schema.errors import log_unexpected

Finish = Callable[[], Any]
"""Gives the data when all values are there."""


class Fill(Protocol):
    """How the values of an operation's Python fields come into its answer."""

    def mark(
        self, nodes: Sequence[FieldNode], columns: Sequence[ColumnElement[Any]]
    ) -> ColumnElement[Any]:
        """What the statement gives where a value belongs: the columns that its field needs."""
        ...

    def start(self, content: bytes, calls: Calls) -> Finish:
        """Start all calls with what the answer of the statement brings along."""
        ...


async def filled(
    fill: Fill | None, found: bytes, executor: Callable[[], Executor[Any]]
) -> tuple[Any, list[GraphQLError] | None]:
    """The data and errors of an operation; Uncompiled if only the reference path can tell them."""
    if fill is None:
        return found, None
    calls = Calls(executor)
    try:
        finish = fill.start(found, calls)
    finally:
        if not calls.are_settled:
            await calls.settle()
    if errors := calls.errors:
        log_unexpected(errors)
    return finish(), errors or None


def as_json(value: Any) -> bytes:
    """The value of a Python field as it stands in an answer."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # as a whole answer: orjson refuses integers beyond 64 bits, and lone surrogates
        return json.dumps(value, default=_text).encode()


def _text(value: Any) -> Any:
    """What stands in an answer as text already."""
    if isinstance(value, orjson.Fragment):
        return orjson.loads(orjson.dumps(value))
    raise TypeError(f"{type(value)} is no JSON")
