"""Finding and locking the rows that items are about."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from core.errors import BadInput
from core.ids import decode_as
from core.reading.late import Binds
from core.reading.rows import keys_parameter
from core.writing.draft import Draft
from core.writing.reading import given, read
from core.writing.user_error import Code
from core.writing.writes import Writes
from core.writing.writing import Writing


async def find_rows(writing: Writing, drafts: Sequence[Draft]) -> None:
    """Give drafts that name an id and a version their rows, locked in the order of their keys."""
    for draft in drafts:
        _decode(draft)
    await lock(writing, drafts)
    for draft in drafts:
        if draft.ok:
            _check_version(draft)


async def lock(writing: Writing, drafts: Sequence[Draft]) -> None:
    """Give drafts with a key their rows; refuse the second of one row, and what is not seen."""
    wanted = [d for d in drafts if d.ok and d.key is not None]
    if not wanted:
        return
    rows = await locked(writing, wanted[0].writes, {d.key or 0 for d in wanted})
    taken: set[int] = set()
    for draft in wanted:
        draft.row = rows.get(draft.key or 0)
        if draft.row is None:
            name = draft.writes.entity.name
            draft.refuse(draft.key_input, f"names no {name} that you may see.", Code.NOT_FOUND)
        elif draft.row.id in taken:
            draft.refuse(
                draft.key_input, "stands twice in the batch: join the items.", Code.DUPLICATE
            )
        else:
            taken.add(draft.row.id)


async def find_links(writing: Writing, drafts: Sequence[Draft]) -> None:
    """What rows with link inputs are linked to now; one statement per list."""
    rows = {d.row.id: d for d in drafts if d.row is not None}
    for name, field in (drafts[0].writes.link_inputs if drafts else {}).items():
        about = {key: d for key, d in rows.items() if name in d.given}
        for draft in about.values():
            draft.links[name] = []
        own, other = field.links.own, field.links.other
        if about:
            found = await writing.session.execute(
                select(own, other).where(own == keys_parameter(about)).order_by(own, other)
            )
            for key, linked in found:
                about[key].links[name].append(linked)


def _decode(draft: Draft) -> None:
    try:
        raw = draft.given["id"]
        prefix = draft.writes.entity.prefix
        draft.key = raw if isinstance(raw, int) else decode_as(prefix, str(raw))
    except BadInput as error:
        draft.refuse("id", f"is not usable: {error.message}")


async def locked(writing: Writing, writes: Writes, keys: Iterable[int]) -> Mapping[int, Any]:
    """The rows with the given keys that the viewer sees, locked in the order of their keys."""
    kept_as = "locked", writes.entity.name
    seen = await read(writing, kept_as, partial(_locking, writes), keys=sorted(keys))
    if not seen:
        return {}
    row: Any = writes.model
    now = select(row).where(row.id == keys_parameter(key for (key,) in seen)).order_by(row.id)
    found = await writing.session.scalars(now, execution_options={"populate_existing": True})
    return {row.id: row for row in found}


def _locking(writes: Writes, writing: Writing, binds: Binds) -> Select[int]:
    row: Any = aliased(writes.model)
    wanted = row.id == keys_parameter(given(binds, "keys"))
    statement = select(row.id).where(wanted, writing.sees(writes.entity, row))
    return statement.order_by(row.id).with_for_update(of=row)


def _check_version(draft: Draft) -> None:
    version = draft.row.version
    if "expected_version" in draft.given and draft.given["expected_version"] != version:
        draft.refuse(
            "expected_version",
            f"is not the version now, {version}: read the record again and repeat the change.",
            Code.CONFLICT,
            current_version=version,
        )
