"""The steps from what the caller gave to rows that are written."""

from collections.abc import Sequence

from core.writing.bounds import check_bounds
from core.writing.checking import check_given, check_required, fill_defaults, fill_sort_key
from core.writing.draft import Draft
from core.writing.external import find_external, remember
from core.writing.finding import find_links, find_rows
from core.writing.mode import Mode
from core.writing.references import check_references
from core.writing.storing import Store
from core.writing.user_error import Code
from core.writing.writes import Writes
from core.writing.writing import Writing


class Steps:
    """Takes the drafts of one batch through all steps; a draft with an error goes no further."""

    def __init__(self, writing: Writing, writes: Writes, mode: Mode) -> None:
        self._writing = writing
        self._mode = mode
        self._rules = writes.rules(writing)
        self._store = Store(writing, self._rules)

    async def run(self, drafts: Sequence[Draft], *, atomic: bool) -> None:
        if not drafts:
            return
        await self._find(drafts)
        if self._mode in (Mode.ARCHIVE, Mode.RESTORE):
            await self._archive(_good(drafts))
        else:
            await self._check(drafts)
        if not atomic or all(d.ok for d in drafts):
            await self._store.write(_good(drafts))
        if self._mode is Mode.UPSERT:
            await remember(self._writing, drafts)

    async def _find(self, drafts: Sequence[Draft]) -> None:
        if self._mode is Mode.UPSERT:
            await find_external(self._writing, drafts)
        elif self._mode is not Mode.CREATE:
            await find_rows(self._writing, drafts)
        await find_links(self._writing, _good(drafts))

    async def _archive(self, drafts: Sequence[Draft]) -> None:
        now = self._writing.deployment.clock.now() if self._mode is Mode.ARCHIVE else None
        for draft in drafts:
            if (draft.row.archived_at is None) != (now is None):
                draft.values["archived_at"] = now
                self._rules.check(draft)
        await self._rules.check_all([d for d in _good(drafts) if d.values])

    async def _check(self, drafts: Sequence[Draft]) -> None:
        settings = self._writing.deployment.settings
        for draft in [d for d in drafts if d.reached]:
            check_given(draft, self._writing.viewer, settings)
            check_required(draft)
            _refuse_archived(draft)
        await check_references(self._writing, [d for d in drafts if d.reached])
        for draft in _good(drafts):
            if draft.creating:
                fill_defaults(draft, settings)
            self._rules.complete(draft)
            check_bounds(draft)
        await self._rules.complete_all(_good(drafts))
        for draft in _good(drafts):
            self._rules.check(draft)
            fill_sort_key(draft, settings)
        await self._rules.check_all(_good(drafts))


def _good(drafts: Sequence[Draft]) -> list[Draft]:
    return [d for d in drafts if d.ok]


def _refuse_archived(draft: Draft) -> None:
    if getattr(draft.row, "archived_at", None) is not None:
        draft.refuse(draft.key_input, "is archived: restore it first.", Code.ARCHIVED)
