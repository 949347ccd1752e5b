"""Rows of memos and their files that are hard to show."""

from typing import Any

from core.models import Base
from plugins.pupesoft_tools.customer_memo.models import MemoAttachment
from tests import factories as make
from tests.world import OLD, OTHER, OWNER

FIRST_KEY = 100


def at(values: tuple[Any, ...], n: int) -> Any:
    return values[n % len(values)]


def memo_rows(texts: tuple[str, ...], instants: tuple[Any, ...]) -> list[Base]:
    """Two memos for each text, and files of some of them."""
    memos = [memo(FIRST_KEY + n, n, text, at(instants, n)) for n, text in enumerate(texts * 2)]
    files = [attachment(FIRST_KEY + n, n, text) for n, text in enumerate(texts)]
    return [*memos, *files]


def memo(key: int, n: int, text: str, moment: Any) -> Base:
    customer = at((1, 2, FIRST_KEY + n % 8), n)
    return make.memo(
        key,
        customer,
        text=text,
        at=moment,
        contact_id=at((None, customer * 10 if customer < FIRST_KEY else customer), n),
        author_id=at((OWNER, OTHER, None), n),
        parent_id=at((None, FIRST_KEY), n) if n else None,
        kind=at(("MEMO", "CALL", "LABELS"), n),
        archived_at=at((None, None, None, OLD), n),
    )


def attachment(key: int, n: int, text: str) -> Base:
    return MemoAttachment(
        id=key,
        memo_id=FIRST_KEY + n // 2,
        customer_id=1,
        author_id=at((OWNER, None), n),
        name=text,
        media_type="text/plain",
        size=len(text.encode()),
        content=text.encode(),
        archived_at=at((None, None, OLD), n),
    )
