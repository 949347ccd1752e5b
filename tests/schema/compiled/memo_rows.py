"""Rows of memos, text messages and price rules that are hard to show."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.models import Base
from plugins.pupesoft_tools.customer_memo.models import MemoAttachment
from plugins.pupesoft_tools.customer_memo.prices.models import CustomerPriceRule
from plugins.pupesoft_tools.text_messages.models import TextMessage, TextMessageConsent
from tests import factories as make
from tests.schema.compiled.tool_rows import outgoing
from tests.world import OLD, OTHER, OWNER

FIRST_KEY = 100


def at(values: tuple[Any, ...], n: int) -> Any:
    return values[n % len(values)]


def memo_rows(texts: tuple[str, ...], instants: tuple[Any, ...]) -> list[Base]:
    """Two memos for each text, and files of some of them."""
    memos = [memo(FIRST_KEY + n, n, text, at(instants, n)) for n, text in enumerate(texts * 2)]
    files = [attachment(FIRST_KEY + n, n, text) for n, text in enumerate(texts)]
    messages = [message(FIRST_KEY + n, n, text, at(instants, n)) for n, text in enumerate(texts)]
    return [*memos, *files, *messages, *map(consent, range(4)), *map(price_rule, range(8))]


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


def message(key: int, n: int, text: str, moment: Any) -> Base:
    return TextMessage(
        **outgoing(key, n, text, moment),
        contact_id=at((None, 10, 20), n),
        number="+358401234567",
        text=text,
        encoding=at(("GSM_7", "UCS_2"), n),
        segments=n + 1,
        gateway="http",
        gateway_id=at((None, text), n),
    )


def consent(n: int) -> Base:
    return TextMessageConsent(
        id=FIRST_KEY + n,
        customer_id=at((1, 2, FIRST_KEY, 2), n),
        consent=at(("GIVEN", "REFUSED", "UNKNOWN", "GIVEN"), n),
        basis=at((None, "\" 'x' \\"), n),
        archived_at=at((None, None, None, OLD), n),
    )


def price_rule(n: int) -> Base:
    values: dict[str, Any] = (
        {"kind": "DISCOUNT", "percent": Decimal("33.33")}
        if n % 2
        else {"kind": "GROSS_PRICE", "price": Decimal(n), "product_id": 1}
    )
    whom = at(({"customer_id": 1}, {"segment_id": 2}, {"customer_id": 2}), n)
    return CustomerPriceRule(
        id=FIRST_KEY + n,
        **values,
        **whom,
        minimum_quantity=at((Decimal(0), Decimal("0.0001")), n),
        valid_from=at((None, date(1, 1, 1)), n),
        archived_at=at((None, None, None, OLD), n),
    )
