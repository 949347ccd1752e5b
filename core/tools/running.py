"""Running a tool: each record all or nothing, for a person or for a workflow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from pydantic_core import to_jsonable_python

from core.errors import KortistoError
from core.tools.effects import Effect, effects
from core.tools.finding import Wanted, lock_records, wanted
from core.tools.kind import AnyToolKind, BulkToolKind, ToolCall, ToolKind, ToolRecord, ToolRefusal
from core.tools.tool import Ready
from core.viewer import Viewer, require
from core.writing.attempts import attempt
from core.writing.user_error import UserError
from core.writing.writing import Writing

if TYPE_CHECKING:
    from core.deployment import Deployment

log = structlog.stdlib.get_logger("kortisto.tools")


@dataclass(frozen=True)
class Result:
    """What became of one record: what the kind answers and what was written, or why not."""

    id: str
    details: Any = None
    effects: Sequence[Effect] = ()
    errors: Sequence[UserError] = ()


@dataclass(frozen=True)
class ToolRun:
    """A tool with the input of one run. `info` is kept in the sessions that it writes in."""

    tool_id: int
    ready: Ready
    input: Any
    info: Mapping[str, object] = field(default_factory=dict)

    async def on(
        self, deployment: "Deployment", viewer: Viewer, ids: Sequence[str], *, dry_run: bool = False
    ) -> list[Result]:
        """Run on records, in their order; with `dry_run` nothing of it stays.

        A kind for single records has a transaction for each, one in bulk has one for all. Forbidden
        before anything is read, unless the viewer holds all rights that the run may need.
        """
        require_rights(self.ready, viewer)
        ones = wanted(self.ready.module.entity, ids)
        found: list[Result] = []
        for group in [ones] if self.ready.kind.bulk else [[one] for one in ones]:
            found += await self._transaction(deployment, viewer, group, dry_run=dry_run)
        return found

    async def _transaction(
        self, deployment: "Deployment", viewer: Viewer, ones: Sequence[Wanted], *, dry_run: bool
    ) -> Sequence[Result]:
        def keeps(results: Sequence[Result]) -> bool:
            return not dry_run and any(not r.errors for r in results)

        try:
            return await attempt(
                deployment, viewer, lambda writing: self.within(writing, ones), keeps
            )
        except Exception as error:
            log.error("a tool failed", tool=self.tool_id, exc_info=error)
            return [Result(one.id, errors=one.errors or failure(one)) for one in ones]

    async def within(self, writing: Writing, ones: Sequence[Wanted]) -> list[Result]:
        """Run in a transaction that the caller ends; a refused record is left as it was."""
        writing.session.info.update(self.info)
        found = await lock_records(writing, self.ready, ones)
        records = [each for each in found if isinstance(each, ToolRecord)]
        answers = iter(await self._answers(writing, records) if records else ())
        written = await effects(writing)
        return [
            self._result(each, next(answers), written)
            if isinstance(each, ToolRecord)
            else Result(one.id, errors=each.errors)
            for one, each in zip(ones, found, strict=True)
        ]

    async def _answers(self, writing: Writing, records: Sequence[ToolRecord]) -> Sequence[object]:
        call = ToolCall(writing, self.ready.module, self.ready.config, self.input, self.tool_id)
        try:
            async with writing.session.begin_nested():
                return await _answered(self.ready.kind, call, records)
        except ToolRefusal as refusal:
            return [refusal] * len(records)
        except KortistoError as error:
            return [ToolRefusal.of(error.message, r.path, error.code) for r in records]

    def _result(self, record: ToolRecord, answer: object, written: Sequence[Effect]) -> Result:
        if isinstance(answer, ToolRefusal):
            return Result(record.id, errors=answer.errors)
        if self.ready.kind.bulk:
            own = (self.ready.module.entity.name, record.row.id)
            written = [e for e in written if (e.entity, e.key) == own]
        return Result(record.id, to_jsonable_python(answer, by_alias=True), written)


async def _answered(
    kind: AnyToolKind[Any, Any], call: ToolCall[Any, Any], records: Sequence[ToolRecord]
) -> Sequence[object]:
    if isinstance(kind, BulkToolKind):
        return await kind.run_all(call, records)
    if isinstance(kind, ToolKind):
        return [await kind.run(call, record) for record in records]
    raise TypeError(f"The kind '{kind.name}' derives from neither ToolKind nor BulkToolKind.")


def require_rights(ready: Ready, viewer: Viewer) -> None:
    """Forbidden, unless the viewer holds all rights that a run may need."""
    own = (ready.module.entity.read, ready.kind.permission)
    for right in (*own, *ready.kind.rights(ready.module, ready.config)):
        require(viewer, right)


def failure(one: Wanted) -> tuple[UserError, ...]:
    """What is said of a record whose run failed for a reason that is not the caller's."""
    text = "The tool failed unexpectedly, and nothing of the record was changed: see the log."
    return (UserError(code="INTERNAL", message=text, path=list(one.path)),)
