"""Records that another system feeds are read-only by hand."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from core.reading.rows import keys_parameter
from core.writing import Draft, Writing
from core.writing.external import external_ids

FED = "FED_BY_SOURCE"
"""The code of the refusal."""


async def refuse_fed(
    writing: Writing, drafts: Sequence[Draft], entity: str, attribute: str = "id"
) -> None:
    """Refuse changes by hand of records that a system feeds, or of what hangs on such a record."""
    by_hand = [d for d in drafts if d.external is None and _key(d, attribute) is not None]
    sources = await _sources(writing, entity, {_key(d, attribute) or 0 for d in by_hand})
    for draft in by_hand:
        if source := sources.get(_key(draft, attribute) or 0):
            draft.refuse(
                attribute, f"is fed by '{source}' and read-only by hand: change it there.", FED
            )


def _key(draft: Draft, attribute: str) -> int | None:
    return draft.key if attribute == "id" else draft.get(attribute)


async def _sources(writing: Writing, entity: str, keys: set[int]) -> Mapping[int, str]:
    if not keys:
        return {}
    table = external_ids()
    statement = (
        select(table.c.record_id, func.min(table.c.source))
        .where(table.c.entity == entity, table.c.record_id == keys_parameter(sorted(keys)))
        .group_by(table.c.record_id)
    )
    rows = (await writing.session.execute(statement)).all()
    return {row[0]: row[1] for row in rows}
