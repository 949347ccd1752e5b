"""Who gets which sales."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import or_, select

from core.deployment import Deployment
from core.employees.models import Employee
from core.headings.words import Language
from core.reading.rows import keys_parameter
from core.viewer import Viewer
from plugins.pupesoft_tools.annual_contracts.comparing import Account
from plugins.pupesoft_tools.annual_contracts.enums import ContractRecipients, RecipientState
from plugins.pupesoft_tools.annual_contracts.models import ContractLetter
from plugins.pupesoft_tools.annual_contracts.periods import Period
from plugins.pupesoft_tools.mailing.oneself import language_of


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets the sales of customers; without an address he does not.

    Of one key there is never a second letter.
    """

    customer_id: int | None
    employee_id: int | None
    address: str | None
    language: Language
    customers: tuple[int, ...]
    key: str

    def state(self, sent: Iterable[str]) -> RecipientState:
        """What becomes of him, given the keys of letters that were sent."""
        if self.address is None:
            return RecipientState.NO_ADDRESS
        return RecipientState.ALREADY_SENT if self.key in sent else RecipientState.NEW


async def recipients_of(
    deployment: Deployment,
    viewer: Viewer,
    accounts: Sequence[Account],
    period: Period,
    kind: ContractRecipients,
) -> list[Recipient]:
    """Who gets the sales, in the order of customers."""
    days = f"{period.first}..{period.last}"
    if kind is ContractRecipients.CUSTOMERS:
        return [*_customers(deployment, accounts, days)]
    groups: dict[int | None, list[int]] = defaultdict(list)
    for account in accounts:
        to = viewer.employee_id if kind is ContractRecipients.ONESELF else account.owner_id
        groups[to].append(account.key)
    people = await _people(deployment, [key for key in groups if key is not None])
    again = f" {uuid4().hex}" if kind is ContractRecipients.ONESELF else ""
    return [
        _employee(deployment, key, people.get(key or 0), tuple(keys), f"{days}{again}")
        for key, keys in groups.items()
    ]


def fingerprint(recipients: Sequence[Recipient], sent: Iterable[str], what: object) -> str:
    """What tells these recipients, and what they get of `what` is asked, from any others."""
    told = [
        (r.customer_id, r.employee_id, r.address, r.language, r.customers, r.state(sent).name)
        for r in recipients
    ]
    return sha256(repr((what, told)).encode()).hexdigest()[:32]


async def keys_sent(deployment: Deployment, recipients: Sequence[Recipient]) -> frozenset[str]:
    """The keys of recipients that have a letter, other than one that was given up."""
    letter = ContractLetter
    wanted = [r.key for r in recipients]
    known = select(letter.idempotency_key).where(
        letter.idempotency_key.in_(wanted),
        or_(letter.error.is_(None), letter.email_id.is_not(None)),
    )
    return frozenset(row[0] for row in await deployment.database.fetch(known))


def _customers(
    deployment: Deployment, accounts: Sequence[Account], days: str
) -> Iterator[Recipient]:
    for account in accounts:
        row = account.customer
        yield Recipient(
            account.key,
            None,
            row.customer_email,
            language_of(row.customer_language, deployment),
            (account.key,),
            f"customer {account.key} {days} {row.customer_email}",
        )


async def _people(deployment: Deployment, keys: Sequence[int]) -> Mapping[int, Any]:
    row = Employee
    in_use = row.active, row.archived_at.is_(None)
    wanted = select(row.id, row.email, row.locale).where(row.id == keys_parameter(keys), *in_use)
    return {found.id: found for found in await deployment.database.fetch(wanted)}


def _employee(
    deployment: Deployment, key: int | None, person: Any, customers: tuple[int, ...], days: str
) -> Recipient:
    what = sha256(repr(sorted(customers)).encode()).hexdigest()[:32]
    return Recipient(
        None,
        key if person else None,
        person and person.email,
        language_of(person and person.locale, deployment),
        customers,
        f"employee {key} {days} {what}",
    )
