"""Memos that tools write about what they did, in their own transactions."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from core.deployment import Deployment
from plugins.pupesoft_tools.customer_memo.enums import MemoKind
from plugins.pupesoft_tools.customer_memo.models import Memo

LONGEST_TEXT = 20_000
"""Characters of a memo."""


class Noted(NamedTuple):
    """What is to be noted about a customer; with `parent_id`, below another memo of his."""

    customer_id: int
    text: str
    contact_id: int | None = None
    parent_id: int | None = None


async def note_memos(
    session: AsyncSession,
    deployment: Deployment,
    kind: MemoKind,
    entries: Iterable[Noted],
    *,
    author_id: int | None,
    at: datetime | None = None,
) -> list[int]:
    """Write memos, in the session's transaction; their keys, in the order of the entries.

    The caller has seen to it that the author sees the customers. `author_id` is None if nobody who
    signed in did it; `at` is now unless told. Where customer memos are switched off, none are
    written.
    """
    if "Memo" not in deployment.registry.entities:
        return []
    when = at or deployment.clock.now()
    rows = [
        Memo(
            customer_id=entry.customer_id,
            contact_id=entry.contact_id,
            parent_id=entry.parent_id,
            author_id=author_id,
            kind=kind,
            at=when,
            text=entry.text[:LONGEST_TEXT],
        )
        for entry in entries
    ]
    session.add_all(rows)
    await session.flush()
    return [row.id for row in rows]
