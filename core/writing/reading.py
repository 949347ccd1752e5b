"""Reads of a transaction, by statements kept for all viewers with the same permissions."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, cast
from sqlalchemy.types import TypeEngine

from core.reading.kept import Record
from core.reading.late import Binds, Late, as_sql
from core.viewer import Viewer
from core.writing.writing import Writing

GIVEN = 0

Make = Callable[[Writing, Binds], Select[Any]]
"""Makes a statement for a viewer whose key is a parameter; other parameters are `given`."""


async def read(
    writing: Writing, kept_as: Hashable, make: Make, **values: object
) -> Sequence[Record]:
    """The rows of a statement, which sees what the transaction wrote.

    It is made once for all viewers with the same permissions: whatever else it is made from must be
    in `kept_as`, and what it is run with in `values`.
    """
    deployment, viewer = writing.deployment, writing.viewer

    def made(symbolic: Viewer, binds: Binds) -> Select[Any]:
        return make(replace(writing, viewer=symbolic), binds)

    kept = deployment.statements.own(kept_as, viewer, made)
    arguments = kept.arguments(viewer, {GIVEN: values}, deployment.clock.today())
    await writing.session.flush()
    connection = await writing.session.connection()
    found = await connection.exec_driver_sql(kept.sql, tuple(arguments))
    return kept.read(found.all())


def given(binds: Binds, name: str) -> Late:
    """A value that a statement is run with, by its name."""
    return Late(binds, GIVEN, (name,))


def given_list(binds: Binds, name: str, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """A list of values of a kind that a statement is run with, as an array."""
    array: TypeEngine[Any] = ARRAY(kind)
    return cast(as_sql(given(binds, name), array), array)
