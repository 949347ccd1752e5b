"""The job that puts the letters of a mailing into the outbox, one after the other."""

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.rights import viewer_as
from core.deployment import Deployment
from core.errors import KortistoError
from core.headings.words import Language
from core.ids import encode
from core.jobs import Job, RetryLater
from core.jobs.job import Payload
from core.mail.attachments import Attachment, Unattachable
from core.mail.message import Letter, Unsendable
from core.mail.models import Email
from core.mail.sending import NoMailServer, send_email
from core.reading.operators import LONGEST_LIST
from core.viewer import Viewer
from core.writing.writing import transaction
from plugins.pupesoft_tools.annual_contracts.comparing import Comparison
from plugins.pupesoft_tools.annual_contracts.file import document_of
from plugins.pupesoft_tools.annual_contracts.models import ContractLetter, ContractMailing
from plugins.pupesoft_tools.annual_contracts.pdf import periods_told
from plugins.pupesoft_tools.annual_contracts.periods import Period
from plugins.pupesoft_tools.annual_contracts.permissions import AnnualContractPermission
from plugins.pupesoft_tools.annual_contracts.words import WORDS
from plugins.pupesoft_tools.customer_memo.enums import MemoKind
from plugins.pupesoft_tools.customer_memo.noting import Noted, note_memos

JOB = "annual_contracts.send"


PAUSE = timedelta(seconds=10)
"""After which a job goes on that lost its connection."""


class NoLetter(Exception):
    """A letter cannot be written; the text says why."""


async def send(deployment: Deployment, payload: Payload) -> None:
    """Send the letters of a mailing that are not in the outbox yet; it bears running twice."""
    key = int(payload["mailing"])
    try:
        [mailing] = await deployment.database.fetch(
            select(ContractMailing.__table__).where(ContractMailing.id == key)
        )
        viewer = await viewer_as(deployment, mailing.sender_id, "job")
        for letter in await _waiting(deployment, key):
            await _sent(deployment, viewer, mailing, letter)
        await _finish(deployment, key)
    except DBAPIError as error:
        raise RetryLater(PAUSE, "The connection to PostgreSQL was lost.") from error


async def _waiting(deployment: Deployment, mailing: int) -> list[Any]:
    row = ContractLetter
    waiting = row.mailing_id == mailing, row.email_id.is_(None), row.error.is_(None)
    return [
        *await deployment.database.fetch(select(row.__table__).where(*waiting).order_by(row.id))
    ]


async def _sent(deployment: Deployment, viewer: Viewer | None, mailing: Any, letter: Any) -> None:
    """Put a letter into the outbox, or note why it never comes there."""
    try:
        written = await _written(deployment, viewer, mailing, letter)
    except NoLetter as problem:
        await _give_up(deployment, letter.id, str(problem))
        return
    except KortistoError as problem:
        await _give_up(deployment, letter.id, problem.message)
        return
    async with transaction(deployment, cast(Viewer, viewer)) as writing:
        row = await writing.session.get(ContractLetter, letter.id, with_for_update=True)
        if row is not None and row.email_id is None:
            row.email_id = await _put(writing.session, deployment, written, mailing, letter)
            await _note(writing.session, deployment, written, mailing, letter)


async def _written(
    deployment: Deployment, viewer: Viewer | None, mailing: Any, letter: Any
) -> Letter:
    """The e-mail of a letter, of what the sender sees now."""
    if viewer is None or not viewer.may(AnnualContractPermission.SEND):
        raise NoLetter("Its sender may no longer send it.")
    language = cast(Language, letter.language)
    period = Period(mailing.first_day, mailing.last_day)
    accounts = await Comparison(period, mailing.threshold, _only(letter.customers)).accounts(
        deployment, viewer, len(letter.customers)
    )
    if not accounts:
        raise NoLetter("Its sender no longer sees the customer, or its sales.")
    made = await document_of(accounts, period, mailing.format, language)
    now, before = periods_told(period, language)
    words = WORDS[language]
    try:
        return Letter(
            (letter.address,),
            words.subject.format(now=now),
            words.text.format(now=now, before=before),
            None,
            (Attachment(made.name, made.media_type, made.content),),
        )
    except (Unattachable, Unsendable) as problem:
        raise NoLetter(str(problem)) from None


def _only(customers: list[int]) -> dict[str, Any]:
    """The filter that lets only some customers through."""
    ids = [encode("customer", key) for key in customers]
    parts = [ids[n : n + LONGEST_LIST] for n in range(0, len(ids), LONGEST_LIST)]
    return {"or": [{"id": {"in": part}} for part in parts]}


async def _put(
    session: AsyncSession, deployment: Deployment, written: Letter, mailing: Any, letter: Any
) -> int | None:
    """The key of the e-mail; of the one that there is already, if there is one."""
    key = f"annual-contract {letter.id}"
    customer = letter.customer_id
    try:
        made = await send_email(
            session,
            deployment,
            written,
            sender_id=mailing.sender_id,
            key=key,
            record_id=encode("annual_contract_letter", letter.id),
            customer_id=customer,
        )
    except NoMailServer as problem:
        raise RetryLater(PAUSE, str(problem)) from None
    if made is not None:
        return made
    found: int | None = await session.scalar(select(Email.id).where(Email.idempotency_key == key))
    return found


async def _note(
    session: AsyncSession, deployment: Deployment, written: Letter, mailing: Any, letter: Any
) -> None:
    """Tell it in a memo of the customer that gets it."""
    if letter.customer_id is not None:
        entry = Noted(letter.customer_id, f"{written.subject}: {letter.address}")
        await note_memos(
            session, deployment, MemoKind.ANNUAL_REPORT, [entry], author_id=mailing.sender_id
        )


async def _give_up(deployment: Deployment, letter: int, error: str) -> None:
    row = ContractLetter
    noted = update(row).where(row.id == letter, row.email_id.is_(None)).values(error=error)
    async with deployment.database.writing() as session:
        await session.execute(noted)


async def _finish(deployment: Deployment, mailing: int) -> None:
    row, now = ContractMailing, deployment.clock.now()
    async with deployment.database.writing() as session:
        await session.execute(update(row).where(row.id == mailing).values(finished_at=now))


SEND = Job(JOB, send)
