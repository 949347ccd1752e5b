"""An answer that is parsed to find where values of Python fields belong."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from graphql import FieldNode
from graphql.pyutils import Path
from sqlalchemy import ColumnElement, func, null

from schema.compiled.calling import Call, Calls
from schema.compiled.filling import Finish, as_json
from schema.compiled.fills import Below, Within
from schema.compiled.uncompiled import Uncompiled


@dataclass(frozen=True)
class Parsed:
    """Works for every operation."""

    within: Within

    def mark(
        self, nodes: Sequence[FieldNode], columns: Sequence[ColumnElement[Any]]
    ) -> ColumnElement[Any]:
        """The columns as an array; null for a field of Query, which has none."""
        return func.json_build_array(*columns) if columns else null()

    def start(self, content: bytes, calls: Calls) -> Finish:
        """Start the calls object by object."""
        try:
            data = orjson.loads(content)
        except ValueError as error:
            raise Uncompiled(f"an answer that cannot be parsed: {error}") from error
        _object(data, None, self.within, calls)
        return lambda: as_json(data)


def _object(row: Any, path: Path | None, within: Within, calls: Calls) -> None:
    for key, entry in within.entries:
        at = partial(Path, path, key, within.name)
        if isinstance(entry, Call):
            calls.start(entry, row[key], at, row, key)
        else:
            _value(row, key, at(), entry, calls)


def _value(holder: Any, key: int | str, path: Path, below: Below, calls: Calls) -> None:
    value, within = holder[key], below.within
    if value is None:
        return
    if below.items is not None:
        for place in range(len(value)):
            _value(value, place, Path(path, place, None), below.items, calls)
        return
    if within is None:
        # a row of any type, behind the prefix of its type
        prefix, value = value
        holder[key] = value
        within = below.branches.get(prefix)
    if value is not None and within is not None:
        _object(value, path, within, calls)
