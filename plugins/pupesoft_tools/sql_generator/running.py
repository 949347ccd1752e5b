"""Running reports, and showing them as SQL."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from sqlalchemy import Select

from core.deployment import Deployment
from core.viewer import Viewer
from plugins.pupesoft_tools.results.sql import DIALECT, type_name
from plugins.pupesoft_tools.results.types import SqlResult, SqlResultColumn
from plugins.pupesoft_tools.results.values import shown
from plugins.pupesoft_tools.sql_generator.compiling import Compiling
from plugins.pupesoft_tools.sql_generator.definition import Definition, ReportColumn
from plugins.pupesoft_tools.sql_generator.sources import Names, Rows

BATCH = 1000


@dataclass(frozen=True)
class Report:
    """A report of a viewer: its statement, what its columns are called, and its SQL to be read."""

    deployment: Deployment
    viewer: Viewer
    definition: Definition

    def statement(self, limit: int) -> Select[Any]:
        """What is run; Wrong if the definition asks for what the viewer may not read."""
        registry = self.deployment.registry
        return Compiling(registry, self.viewer, self.definition, Rows).statement(limit)

    def sql(self, limit: int) -> str:
        """The same over the tables of SQL search, with its values: for people."""
        registry = self.deployment.registry
        made = Compiling(registry, self.viewer, self.definition, Names).statement(limit)
        return str(made.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))

    @property
    def columns(self) -> Sequence[str]:
        """What the columns are called."""
        return [called(column) for column in self.definition.columns]

    async def result(self, limit: int) -> SqlResult:
        """The first rows."""
        begins = perf_counter()
        statement = self.statement(limit + 1)
        types = [type_name(column) for column in statement.selected_columns]
        rows = await self.deployment.database.fetch(statement)
        return SqlResult(
            columns=[
                SqlResultColumn(name=name, type=type_)
                for name, type_ in zip(self.columns, types, strict=True)
            ],
            rows=[[shown(value) for value in row] for row in rows[:limit]],
            truncated=len(rows) > limit,
            milliseconds=int((perf_counter() - begins) * 1000),
        )

    @asynccontextmanager
    async def batches(self, limit: int) -> AsyncIterator[AsyncIterator[Sequence[Sequence[Any]]]]:
        """All rows up to a limit, as they come."""
        async with self.deployment.database.engine.connect() as connection:
            rows = await connection.stream(self.statement(limit))
            yield rows.partitions(BATCH)


def called(column: ReportColumn) -> str:
    """The heading of a column."""
    if column.label:
        return column.label
    if column.aggregate is None:
        return column.field or ""
    return f"{column.aggregate.lower()}({column.field or '*'})"
