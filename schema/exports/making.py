"""Making a file of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread
from graphql.execution import Executor
from sqlalchemy import Dialect

from core.context import Context
from core.errors import BadInput
from core.reader import Unfit
from core.reading.kept import Kept, kept
from core.reading.late import Binds
from core.roots import Query
from core.sheets import Cells
from core.snapshot import Snapshot
from schema.compiled.executing import executor_of
from schema.compiled.telling import Teller
from schema.compiled.uncompiled import Uncompiled
from schema.exports.columns import Columns
from schema.exports.computing import Computing
from schema.exports.errors import NotExportable, TooManyRows
from schema.exports.files import RowFile, open_file
from schema.exports.operation import Asked, Operation, list_of
from schema.exports.request import ExportRequest
from schema.exports.settings import ExportSettings
from schema.exports.statement import Statements, statements_of


@dataclass(frozen=True)
class Made:
    """A finished file: the list that is in it, and how many rows."""

    path: Path
    name: str
    rows: int


@dataclass(frozen=True)
class Making:
    """Makes one file for the viewer of a context."""

    context: Context
    operation: Operation
    request: ExportRequest
    settings: ExportSettings

    async def made(self, folder: Path) -> Made:
        """The file, in a folder of its own; a KortistoError tells why there is none."""
        viewer, deployment = self.context.require(), self.context.deployment
        asked = list_of(self.operation, deployment.registry)
        language = self.request.language
        columns = Columns(self.operation, deployment.registry, viewer, language)
        statements = statements_of(asked, columns, self.settings.max_rows)
        if not columns.found:
            raise NotExportable("Ask for a field of the rows at least.")
        cells = Cells(language, deployment.settings.time_zone)
        path = folder / f"export.{self.request.format}"
        title = self._title(asked)
        open_it = partial(open_file, self.request.format, path, title, columns.found, cells)
        computing = Computing(columns.found, self._executor)
        try:
            async with deployment.database.snapshot(self.settings.seconds) as rows:
                await self._check_count(rows, statements)
                file = await to_thread.run_sync(open_it)
                count = await self._fill(file, rows, self._kept(statements), computing)
        except Unfit as error:
            raise BadInput("A value of the arguments is out of range.") from error
        return Made(path, asked.field.graphql_name, count)

    def _title(self, asked: Asked) -> str:
        registry = self.context.deployment.registry
        owner = registry.owner(Query, asked.field.name)
        name = asked.field.graphql_name
        return registry.headings.of(self.request.language, "Query", name, owner)

    async def _check_count(self, rows: Snapshot, statements: Statements) -> None:
        if statements.count is not None:
            count = kept(statements.count, Binds(), self._dialect)
            if await rows.value(count.sql, self._arguments(count)) > self.settings.max_rows:
                raise TooManyRows(self.settings.max_rows)

    async def _fill(self, file: RowFile, rows: Snapshot, read: Kept, computing: Computing) -> int:
        count = 0
        try:
            async for records in rows.batches(read.sql, self._arguments(read)):
                count += len(records)
                values = await computing.rows(read.read(records))
                self.context.loaders.clear()
                await to_thread.run_sync(file.write, values)
        finally:
            await to_thread.run_sync(file.close)
        return count

    def _kept(self, statements: Statements) -> Kept:
        return kept(statements.rows, Binds(), self._dialect)

    @property
    def _dialect(self) -> Dialect:
        return self.context.deployment.database.engine.dialect

    def _arguments(self, statement: Kept) -> Sequence[Any]:
        today = self.context.deployment.clock.today()
        return statement.arguments(self.context.require(), {}, today)

    def _executor(self) -> Executor[Any]:
        asked = self.operation
        parts = asked.schema, asked.document, asked.node, asked.variables
        return executor_of(*parts, self.context, _no_rows)


def _no_rows() -> Teller:
    """What stands in a column are single values, below which there are no rows."""
    raise Uncompiled("rows in a column")
