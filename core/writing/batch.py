"""Writing a batch of items: found, checked, completed and stored together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.viewer import Viewer, require
from core.writing.change import Action
from core.writing.draft import Draft
from core.writing.mode import Mode
from core.writing.retrying import retried
from core.writing.steps import Steps
from core.writing.user_error import Code, UserError
from core.writing.writes import Writes
from core.writing.writing import Writing, transaction

if TYPE_CHECKING:
    from core.deployment import Deployment


@dataclass(frozen=True)
class Outcome:
    """What became of one item: the key of its row, what was done (None if nothing changed), or why
    it was refused.
    """

    key: int | None
    action: Action | None
    errors: Sequence[UserError]


@dataclass(frozen=True)
class Batch:
    """The outcomes in the order of the items, and what is wrong with the batch as a whole."""

    outcomes: Sequence[Outcome]
    errors: Sequence[UserError] = ()


class Undone(Exception):
    """Carries the answer out of a transaction that must not commit."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch


async def write_batch(
    deployment: "Deployment",
    viewer: Viewer | None,
    writes: Writes,
    items: Sequence[Mapping[str, object]],
    *,
    mode: Mode,
    atomic: bool = False,
    dry_run: bool = False,
    path: Sequence[str] = ("input", "items"),
    single: bool = False,
) -> Batch:
    """Write items in one transaction; each is all or nothing, or all of them if `atomic`.

    `items` are given by input names, as `owner_id`; what is left out is left alone. `dry_run` does
    everything and undoes it. With `single` the path of the one item has no index. Raises
    Unauthenticated or Forbidden before anything is read.
    """
    for right in writes.rights_for(mode):
        require(viewer, right)
    known = require(viewer, None)

    async def attempt() -> Batch:
        async with transaction(deployment, known) as writing:
            batch = await write(
                writing, writes, items, mode=mode, atomic=atomic, path=path, single=single
            )
            if dry_run or (atomic and batch.errors):
                raise Undone(batch)
            return batch

    try:
        return await retried(attempt)
    except Undone as undone:
        return undone.batch


async def write(
    writing: Writing,
    writes: Writes,
    items: Sequence[Mapping[str, object]],
    *,
    mode: Mode,
    atomic: bool = False,
    path: Sequence[str] = ("input", "items"),
    single: bool = False,
) -> Batch:
    """As `write_batch`, in a transaction that the caller ends, and without checking rights.

    An atomic batch with errors has written nothing, or must be undone by the caller: see `errors`.
    """
    paths = [tuple(path)] if single else [(*path, str(i)) for i in range(len(items))]
    drafts = [Draft(writes, g, p, i) for i, (g, p) in enumerate(zip(items, paths, strict=True))]
    await Steps(writing, writes, mode).run(drafts, atomic=atomic)
    failed = sum(not d.ok for d in drafts)
    if atomic and failed:
        return Batch([_outcome(d, undone=True) for d in drafts], [_aborted(path, failed, drafts)])
    return Batch([_outcome(d) for d in drafts])


def _outcome(draft: Draft, *, undone: bool = False) -> Outcome:
    if undone or not draft.ok:
        return Outcome(None, None, draft.errors)
    return Outcome(draft.key, draft.action, ())


def _aborted(path: Sequence[str], failed: int, drafts: Sequence[Draft]) -> UserError:
    text = (
        f"Nothing was written: {failed} of {len(drafts)} items have errors, and `atomic` is true."
    )
    return UserError(code=Code.ABORTED.value, message=text, path=list(path))
