"""Sending memos to colleagues, by e-mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import strawberry
from babel.dates import format_datetime
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.access.rights import viewer_as
from core.contacts.models import Contact
from core.context import Info
from core.customers.models import Customer
from core.deployment import Deployment
from core.employees.models import Employee
from core.ids import encode
from core.mail.message import Letter
from core.mail.sending import NoMailServer, send_email, settings_of
from core.viewer import Viewer
from core.writing import Code, Writing, attempt
from core.writing.record_mutation import record_mutation
from core.writing.refusing import key_of, refusal, unseen
from plugins.pupesoft_tools.customer_memo.enums import MemoKind
from plugins.pupesoft_tools.customer_memo.models import Memo as MemoRow
from plugins.pupesoft_tools.customer_memo.noting import Noted, note_memos
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission
from plugins.pupesoft_tools.customer_memo.types import Memo
from plugins.pupesoft_tools.customer_memo.words import kind_word, word
from plugins.pupesoft_tools.mailing.oneself import language_of

LONGEST_MESSAGE = 2_000
LONGEST_SUBJECT = 500


@strawberry.input(description="A memo to send, and to whom.")
class SendMemoInput:
    id: strawberry.ID = strawberry.field(description="Id of the memo.")
    employee_id: strawberry.ID = strawberry.field(
        description="Id of the colleague; he must see the customer and read memos."
    )
    message: str | None = strawberry.field(
        default=None, description="What you want to tell him, at most 2,000 characters."
    )


@dataclass(frozen=True)
class Told:
    """A memo with what belongs to it."""

    memo: MemoRow
    customer: Customer
    author: str | None
    contact: str | None


@record_mutation(Memo, SendMemoInput, "Which memo, to whom.", MemoPermission.WRITE)
async def send_memo(info: Info, input: SendMemoInput) -> int:
    """Send a memo to a colleague, by e-mail in his language; a memo of the kind SENT tells of it.

    Refused unless he works here and sees the customer himself. Needs `memos:write`.
    """
    deployment, viewer = info.context.deployment, info.context.require()
    memo = key_of(deployment, "Memo", "id", input.id)
    to = key_of(deployment, "Employee", "employeeId", input.employee_id)
    message = (input.message or "").strip()
    if len(message) > LONGEST_MESSAGE:
        text = f"is longer than {LONGEST_MESSAGE} characters."
        raise refusal("message", text, Code.TOO_LONG)
    try:
        settings_of(deployment)
    except NoMailServer as problem:
        raise refusal("id", f"cannot be sent: {problem}", "NO_MAIL_SERVER") from None
    return await attempt(
        deployment, viewer, lambda writing: _send(writing, memo, to, message), lambda key: True
    )


async def _send(writing: Writing, key: int, to: int, message: str) -> int:
    deployment, session = writing.deployment, writing.session
    told = await _told(writing, key)
    colleague = await _colleague(writing, to, told.customer.id)
    language = language_of(colleague.locale, deployment)
    sender = await session.get(Employee, writing.viewer.employee_id)
    letter = Letter(
        (colleague.email,),
        _subject(told, language),
        "\n".join(_lines(deployment, told, language, sender, message)),
    )
    await send_email(
        session,
        deployment,
        letter,
        sender_id=writing.actor_id,
        key=f"memo {key} {uuid4().hex}",
        record_id=encode("memo", key),
        customer_id=told.customer.id,
    )
    names = {"sender": sender.name if sender else "", "colleague": colleague.name}
    text = word("sent", deployment.settings.language).format(**names)
    entry = Noted(told.customer.id, text, told.memo.contact_id, key)
    noted = await note_memos(
        session, deployment, MemoKind.SENT, [entry], author_id=writing.actor_id
    )
    return noted[0]


async def _told(writing: Writing, key: int) -> Told:
    """The memo in use, with what the viewer sees of it."""
    row, author, contact = aliased(MemoRow), aliased(Employee), aliased(Contact)
    entity = writing.deployment.registry.entity
    seen = writing.sees(entity("Memo"), row)
    statement = (
        select(row, Customer, author.name, contact.name)
        .join(Customer, Customer.id == row.customer_id)
        .outerjoin(author, (author.id == row.author_id) & writing.sees(entity("Employee"), author))
        .outerjoin(
            contact, (contact.id == row.contact_id) & writing.sees(entity("Contact"), contact)
        )
        .where(row.id == key, row.archived_at.is_(None), seen)
    )
    found = (await writing.session.execute(statement)).one_or_none()
    if found is None:
        raise unseen("id", "Memo in use")
    return Told(*found)


async def _colleague(writing: Writing, key: int, customer: int) -> Employee:
    """The colleague; a Refusal if he is not seen, does not work here or may not see the memo."""
    registry, row = writing.deployment.registry, aliased(Employee)
    seen = writing.sees(registry.entity("Employee"), row)
    colleague = await writing.session.scalar(select(row).where(row.id == key, seen))
    if colleague is None:
        raise unseen("employeeId", "Employee")
    viewer = await viewer_as(writing.deployment, key, "system")
    if viewer is None or not await _sees(writing, viewer, customer):
        text = "may not see the customer, or memos: choose somebody who may."
        raise refusal("employeeId", text, Code.FORBIDDEN_VALUE)
    return colleague


async def _sees(writing: Writing, viewer: Viewer, customer: int) -> bool:
    if not viewer.may(MemoPermission.READ):
        return False
    row = aliased(Customer)
    theirs = Writing(writing.deployment, viewer, writing.session)
    seen = theirs.sees(writing.deployment.registry.entity("Customer"), row)
    return await writing.session.scalar(select(row.id).where(row.id == customer, seen)) is not None


def _subject(told: Told, language: str) -> str:
    name = " ".join(told.customer.name.split())
    return f"{kind_word(told.memo.kind, language)}: {name}"[:LONGEST_SUBJECT]


def _lines(
    deployment: Deployment, told: Told, language: str, sender: Employee | None, message: str
) -> Iterator[str]:
    if message:
        yield f"{message}\n— {sender.name if sender else ''}\n"
    zone, customer = deployment.settings.time_zone, told.customer
    at = format_datetime(told.memo.at, "short", tzinfo=zone, locale=language)
    facts = {
        "customer": f"{customer.number} {customer.name}",
        "business_id": customer.business_id,
        "contact": told.contact,
        "author": told.author,
        "at": at,
    }
    for name, value in facts.items():
        if value:
            yield f"{word(name, language)}: {value}"
    yield f"\n{told.memo.text}"
