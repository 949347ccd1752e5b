"""Handing text messages to the gateway; what was taken is noted in a memo."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.contacts.enums import Consent
from core.contacts.models import Contact
from core.deployment import Deployment
from core.jobs import Job
from core.jobs.job import Payload
from core.outgoing import Delivery, Permanent, Temporary, deliver
from core.outgoing.delivering import Pace
from core.outgoing.texts import OutgoingText, TextGateway, gateways_of
from plugins.pupesoft_tools.customer_memo.enums import MemoKind
from plugins.pupesoft_tools.customer_memo.noting import Noted, note_memos
from plugins.pupesoft_tools.settings import PupesoftToolsSettings
from plugins.pupesoft_tools.text_messages.models import TextMessage, TextMessageConsent

LONGEST = timedelta(minutes=3)
"""Longer than any request of a gateway takes."""


class NoGateway(ValueError):
    """The deployment sends no text messages; the text says why."""


def gateway_of(deployment: Deployment) -> TextGateway:
    """The gateway that the settings choose; NoGateway if it cannot be used."""
    name = deployment.settings_of(PupesoftToolsSettings).text_messages.gateway
    if name is None:
        raise NoGateway("no gateway is set up: see `gateway` in the settings of text messages")
    gateway = gateways_of(deployment).get(name)
    if gateway is None:
        raise NoGateway(f"no enabled plugin brings the gateway '{name}'")
    if problem := gateway.problem(deployment):
        raise NoGateway(problem)
    return gateway


async def _send(deployment: Deployment, row: Any) -> Mapping[str, object]:
    try:
        gateway = gateway_of(deployment)
    except NoGateway as problem:
        raise Temporary(f"It cannot be sent: {problem}.") from None
    if not await _agreed(deployment, row):
        raise Permanent("The consent was withdrawn before it was sent.")
    message = OutgoingText(row.number, row.text, f"text-message-{row.id}")
    found = await gateway.send(deployment, message)
    return {"gateway": gateway.name, "gateway_id": found}


async def _agreed(deployment: Deployment, row: Any) -> bool:
    """Whether whom it goes to agrees now."""
    consent = TextMessageConsent
    wanted = select(consent.id).where(
        consent.customer_id == row.customer_id,
        consent.archived_at.is_(None),
        consent.consent == Consent.GIVEN,
    )
    if row.contact_id is not None:
        of_contact = Contact.id == row.contact_id, Contact.marketing_consent == Consent.GIVEN
        wanted = select(Contact.id).where(*of_contact)
    return bool(await deployment.database.fetch(wanted))


async def _note(deployment: Deployment, session: AsyncSession, row: Any) -> None:
    entry = Noted(row.customer_id, f"{row.number}: {row.text}", row.contact_id)
    await note_memos(session, deployment, MemoKind.TEXT_MESSAGE, [entry], author_id=row.sender_id)


def _pace(deployment: Deployment) -> Pace:
    settings = deployment.settings_of(PupesoftToolsSettings).text_messages
    return Pace(LONGEST, settings.attempts, timedelta(seconds=settings.retry_seconds))


DELIVERY = Delivery(
    "text_messages.send", TextMessage, repeatable=False, pace=_pace, send=_send, sent=_note
)


async def _deliver(deployment: Deployment, payload: Payload) -> None:
    await deliver(deployment, DELIVERY, payload)


SEND = Job(DELIVERY.job, _deliver)
