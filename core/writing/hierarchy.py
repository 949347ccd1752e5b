"""Trees of rows that name their parents."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.reading.rows import keys_parameter
from core.writing.draft import Draft
from core.writing.writing import Writing


async def refuse_cycles(writing: Writing, drafts: Sequence[Draft]) -> None:
    """Refuse a `parent_id` that would put a row below itself, by this batch or by another one.

    Changes of parents in one table wait for each other; they are rare, and no other lock tells of
    a cycle that two transactions would close together.
    """
    moved = {d.key: d for d in drafts if not d.creating and _moves(d)}
    if not moved:
        return
    table: Any = next(iter(moved.values())).writes.model
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"{table.__tablename__}.parent", 0))
    await writing.session.execute(select(lock))
    parents = await _ancestors(writing, table, [d.get("parent_id") for d in moved.values()])
    parents |= {key: d.get("parent_id") for key, d in moved.items()}
    for key, draft in moved.items():
        if _in_circle(key, parents):
            draft.refuse("parent_id", "is the record itself or stands below it: use another one.")
            parents[key] = draft.before("parent_id")


def _moves(draft: Draft) -> bool:
    return draft.differs("parent_id") and draft.get("parent_id") is not None


async def _ancestors(writing: Writing, table: Any, keys: Sequence[int]) -> dict[Any, Any]:
    start = select(table.id, table.parent_id).where(table.id == keys_parameter(keys))
    above = start.cte("above", recursive=True)
    row: Any = aliased(table)
    above = above.union(select(row.id, row.parent_id).where(row.id == above.c.parent_id))
    return {r[0]: r[1] for r in await writing.session.execute(select(above))}


def _in_circle(key: object, parents: Mapping[Any, Any]) -> bool:
    seen, above = {key}, parents.get(key)
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above is not None
