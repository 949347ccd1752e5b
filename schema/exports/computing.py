"""Records of a statement as rows of a file, Python fields among them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from graphql.execution import Executor
from graphql.pyutils import Path

from core.reading.kept import Record
from schema.compiled.calling import Calls
from schema.compiled.uncompiled import Uncompiled
from schema.errors import log_unexpected, present
from schema.exports.columns import Column, Computed
from schema.exports.errors import NotExportable

READ: dict[str, Callable[[str], Any]] = {
    "Decimal": Decimal,
    "Date": date.fromisoformat,
    "DateTime": datetime.fromisoformat,
}
"""What the text of a scalar stands for."""


@dataclass(frozen=True)
class Computing:
    """Makes rows; Python fields of a batch are called together, so that loaders batch."""

    columns: Sequence[Column | Computed]
    executor: Callable[[], Executor[Any]]

    async def rows(self, records: Sequence[Record]) -> list[list[Any]]:
        """The values of the columns; NotExportable if a Python field fails."""
        found = [[self._stored(column, record) for column in self.columns] for record in records]
        computed = [(n, c) for n, c in enumerate(self.columns) if isinstance(c, Computed)]
        if computed:
            await self._compute(computed, records, found)
        return found

    def _stored(self, column: Column | Computed, record: Record) -> Any:
        return record[column.place] if isinstance(column, Column) else None

    async def _compute(
        self,
        computed: Sequence[tuple[int, Computed]],
        records: Sequence[Record],
        found: list[list[Any]],
    ) -> None:
        calls = Calls(self.executor)
        try:
            for record, row in zip(records, found, strict=True):
                for number, column in computed:
                    if column.key is None or record[column.key] is not None:
                        values = record[column.places]
                        calls.start(column.call, values, lambda: Path(None, 0, None), row, number)
            await calls.settle()
            self._check(calls)
        except Uncompiled as error:
            raise NotExportable(f"A field cannot be exported: {error}.") from error
        for number, column in computed:
            if read := READ.get(column.kind):
                for row in found:
                    row[number] = None if row[number] is None else read(row[number])

    def _check(self, calls: Calls) -> None:
        if errors := calls.errors:
            log_unexpected(errors)
            raise NotExportable(f"A field failed: {present(errors[0])['message']}")
