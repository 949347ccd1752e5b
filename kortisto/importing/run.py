"""Importing one file."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from core.deployment import Deployment
from core.importing import ImportTarget, import_targets
from core.viewer import Viewer, require
from core.writing import Batch, Mode, Writes, transaction, write, write_batch
from kortisto.importing.errors import MappingError
from kortisto.importing.mapping import Mapping
from kortisto.importing.passes import Passes, Writer
from kortisto.importing.plan import Item, Plan
from kortisto.importing.records import Record
from kortisto.importing.rejection import Rejection
from kortisto.importing.report import Report, Reporter
from kortisto.importing.table import Table, open_table

Progress = Callable[[int, int], None]
"""Told how many bytes of the file have been read, and how many it has."""

STEP = 500


async def import_file(
    deployment: Deployment,
    viewer: Viewer,
    file: Path,
    into: str,
    mapping: Mapping,
    reporter: Reporter,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import a file; the report counts every line, the reporter was told the rejected ones.

    FileRefused, MappingError, or Forbidden if nothing can begin.
    """
    report = Report(reporter)
    writes = find_target(deployment, into, mapping).writes
    with open_table(file, mapping.encoding, mapping.delimiter) as table:
        plan = Plan(mapping, table.columns, writes, report)
        async with _writer(deployment, viewer, writes, dry_run=dry_run) as write_items:
            await Passes(plan, report, write_items).run(_watched(table, progress))
    return report


def find_target(deployment: Deployment, name: str, mapping: Mapping) -> ImportTarget:
    """The target of a name; MappingError if there is none, or the mapping is for another."""
    targets = import_targets(deployment.plugins, deployment.registry)
    if name not in targets:
        raise MappingError(f"Nothing can be imported into '{name}'; known: {', '.join(targets)}.")
    if mapping.target not in (None, name):
        raise MappingError(f"The mapping is for '{mapping.target}', and not for '{name}'.")
    return targets[name]


@asynccontextmanager
async def _writer(
    deployment: Deployment, viewer: Viewer, writes: Writes, *, dry_run: bool
) -> AsyncIterator[Writer]:
    """What writes a batch: in a transaction of its own, or in a dry run in one that is undone."""
    for right in writes.rights_for(Mode.UPSERT):
        require(viewer, right)
    if not dry_run:
        yield lambda items: write_batch(deployment, viewer, writes, items, mode=Mode.UPSERT)
        return
    async with transaction(deployment, viewer) as writing:

        async def write_undone(items: Sequence[Item]) -> Batch:
            batch = await write(writing, writes, items, mode=Mode.UPSERT)
            await deployment.database.announce(writing.session)
            return batch

        yield write_undone
        await writing.session.rollback()


def _watched(table: Table, progress: Progress | None) -> Iterator[Record | Rejection]:
    for number, row in enumerate(table.rows()):
        if progress and number % STEP == 0:
            progress(table.position, table.size)
        yield row
    if progress:
        progress(table.size, table.size)
