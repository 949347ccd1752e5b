"""Mailings whose letters are in every state."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.mail.models import Email
from core.models import Base
from plugins.pupesoft_tools.annual_contracts.enums import ContractFormat, ContractRecipients
from plugins.pupesoft_tools.annual_contracts.models import ContractLetter, ContractMailing
from tests.world import OLD, OTHER, OWNER

FIRST_KEY, EMAILS = 100, 900


def hard_mailings(texts: Sequence[str]) -> list[Base]:
    """A mailing for each text, with a letter that waits, was sent, or failed."""
    kinds = (*ContractRecipients,)
    return [row for n in range(len(texts)) for row in _mailing(n, texts[n], kinds[n % 3])]


def _mailing(n: int, text: str, kind: ContractRecipients) -> list[Base]:
    key = FIRST_KEY + n
    return [
        ContractMailing(
            id=key,
            sender_id=OWNER if n % 2 else OTHER,
            first_day=date(2024, 2, 29),
            last_day=date(2024, 12, 31),
            threshold=None if n % 3 else Decimal("0.01"),
            format=ContractFormat.PDF if n % 2 else ContractFormat.EXCEL,
            recipients=kind,
            created_at=OLD,
            finished_at=OLD if n % 3 else None,
        ),
        Email(
            id=EMAILS + n,
            recipients=[text],
            subject=text,
            text=text,
            message_id="<x@example.com>",
            idempotency_key=f"hard {n}",
            created_at=OLD,
            sent_at=OLD if n % 2 else None,
            sender_id=OWNER,
        ),
        ContractLetter(
            id=key,
            mailing_id=key,
            customer_id=key if n % 2 else 1,
            employee_id=None if n % 2 else OTHER,
            customers=[1, key],
            address=text,
            language="fi",
            idempotency_key=f"hard {n}",
            email_id=None if n % 3 == 0 else EMAILS + n,
            error=text if n % 6 == 0 else None,
        ),
    ]
