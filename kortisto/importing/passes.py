"""Lines of a file into batches, and batches into the database, as often as it takes."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from core.writing import Batch, Outcome
from kortisto.importing.plan import Item, Plan, Unfit, references, said
from kortisto.importing.records import Record
from kortisto.importing.rejection import Rejection
from kortisto.importing.report import Report
from kortisto.importing.seen import Seen

BATCH = 1000

Writer = Callable[[Sequence[Item]], Awaitable[Batch]]
T = TypeVar("T")


class Line(NamedTuple):
    """A line on its way."""

    record: Record
    item: Item


class Passes:
    """Passes over the rows of a file, until nothing waits for anything."""

    def __init__(self, plan: Plan, report: Report, write: Writer) -> None:
        self._plan = plan
        self._report = report
        self._write = write

    async def run(self, rows: Iterable[Record | Rejection]) -> None:
        """Write all rows; those that refer to others of the same file wait until they are there."""
        with Seen() as seen:
            waiting = await self._pass(self._lines(rows, seen))
        while waiting:
            following, free = self._following(waiting)
            await self._pass(free, waits=False)
            waiting = await self._pass(following)
            if not free and len(waiting) == len(following):
                await self._pass(waiting, waits=False)
                return

    def _following(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """The lines that refer to others of them, and those that wait for none of them any more."""
        offered = {name for line in lines for name in self._plan.offered(line.item)}
        following: list[Line] = []
        free: list[Line] = []
        for line in lines:
            wanted = offered.intersection(self._plan.wanted(line.item))
            (following if wanted else free).append(line)
        return following, free

    async def _pass(self, lines: Iterable[Line], *, waits: bool = True) -> list[Line]:
        waiting: list[Line] = []
        for batch in _batches(lines, BATCH):
            waiting += await self._batch(batch, waits=waits)
        return waiting

    async def _batch(self, lines: Sequence[Line], *, waits: bool) -> list[Line]:
        """Write lines; those that refer to what is not there yet are returned."""
        written = await self._write([line.item for line in lines])
        waiting: list[Line] = []
        spared: list[Line] = []
        for line, outcome in zip(lines, written.outcomes, strict=True):
            if not outcome.errors:
                self._report.written(outcome.action)
            elif waits and self._may_wait(outcome):
                waiting.append(line)
            elif names := self._sparable(line, outcome):
                spared.append(self._blanked(line, names))
            else:
                self._report.reject(self._rejections(line, outcome))
        if spared:
            waiting += await self._batch(spared, waits=waits)
        return waiting

    def _lines(self, rows: Iterable[Record | Rejection], seen: Seen) -> Iterator[Line]:
        for row in rows:
            if isinstance(row, Rejection):
                self._report.reject([row])
            elif self._plan.skips(row):
                self._report.skipped += 1
            elif line := self._line(row, seen):
                yield line

    def _line(self, record: Record, seen: Seen) -> Line | None:
        try:
            key = self._plan.key(record)
            item = self._plan.item(record, key)
        except Unfit as unfit:
            self._report.reject(unfit.rejections)
            return None
        earlier = seen.before(key, record.line, said(item))
        if earlier is None:
            return Line(record, item)
        self._repeat(record, key, *earlier)
        return None

    def _repeat(self, record: Record, key: str, first: int, same: bool) -> None:
        mapping = self._plan.mapping
        if same and mapping.repeated == "same":
            self._report.repeated += 1
            return
        reason = f"The key stands on line {first} already{'' if same else ', with other values'}."
        self._report.reject([Rejection(record.line, ", ".join(mapping.key), key, reason)])

    def _may_wait(self, outcome: Outcome) -> bool:
        return all(map(self._plan.is_own, self._names(outcome)))

    def _sparable(self, line: Line, outcome: Outcome) -> list[str]:
        """The references that lead nowhere and may be left out, if nothing else is wrong."""
        names = self._names(outcome)
        may = {n for n in references(line.item) if self._plan.values[n].rule.unknown == "blank"}
        return names if may.issuperset(names) else []

    def _blanked(self, line: Line, names: Sequence[str]) -> Line:
        for name in names:
            self._report.blank(self._plan.values[name].column)
        return Line(line.record, line.item | dict.fromkeys(names))

    def _names(self, outcome: Outcome) -> list[str]:
        """The fields of the target that an outcome's errors are about."""
        inputs = {i.graphql_name: name for name, i in self._plan.writes.inputs.items()}
        return [inputs.get(error.path[-1], "") for error in outcome.errors]

    def _rejections(self, line: Line, outcome: Outcome) -> Iterator[Rejection]:
        for name, error in zip(self._names(outcome), outcome.errors, strict=True):
            value = self._plan.value_of(name)
            column = value.column if value else ", ".join(self._plan.mapping.key)
            raw = value.raw(line.record.values) if value else self._plan.key(line.record)
            yield Rejection(line.record.line, column or None, raw, error.message)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
