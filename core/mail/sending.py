"""Handing e-mails to the SMTP server."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.jobs import Job
from core.jobs.job import Payload
from core.mail.attachments import Attachment
from core.mail.message import Letter, encoded, new_message_id
from core.mail.models import Email, EmailAttachment
from core.outgoing import Delivery, Permanent, Temporary, deliver, send_later
from core.outgoing.delivering import Pace
from core.settings.mail import MailSettings

if TYPE_CHECKING:
    from core.deployment import Deployment

PERMANENT_FROM = 500
"""SMTP's codes from here on say that repeating is of no use."""

SPARE = timedelta(seconds=30)
"""Added to the server's silence: an attempt has several steps."""


class NoMailServer(ValueError):
    """The deployment has no SMTP server."""


def settings_of(deployment: "Deployment") -> MailSettings:
    """The SMTP server; NoMailServer if there is none."""
    if deployment.settings.mail is None:
        raise NoMailServer("No mail server is set up: see the setting 'mail'.")
    return deployment.settings.mail


async def send_email(
    session: AsyncSession,
    deployment: "Deployment",
    letter: Letter,
    *,
    sender_id: int | None,
    key: str,
    record_id: str | None = None,
    customer_id: int | None = None,
) -> int | None:
    """Put an e-mail into the outbox, in the session's transaction; its key.

    None if one with the idempotency key was put there before: none is ever sent twice for one key.
    """
    values = {
        "recipients": list(letter.recipients),
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "attachments": [each.name for each in letter.attachments],
        "message_id": new_message_id(settings_of(deployment)),
        "sender_id": sender_id,
        "record_id": record_id,
        "customer_id": customer_id,
        "idempotency_key": key,
        "created_at": deployment.clock.now(),
    }
    made = await send_later(session, DELIVERY, values)
    if made is not None and letter.attachments:
        files = [{"email_id": made, **vars(each)} for each in letter.attachments]
        await session.execute(insert(EmailAttachment), files)
    return made


async def _send(deployment: "Deployment", row: Any) -> Mapping[str, object]:
    try:
        settings = settings_of(deployment)
    except NoMailServer as error:
        raise Temporary(str(error)) from None
    files = await _attachments(deployment, row) if row.attachments else ()
    message = encoded(row, settings, deployment.clock.now(), files)
    try:
        async with _client(settings) as client:
            refused, _ = await client.send_message(
                message, sender=settings.sender, recipients=row.recipients
            )
    except SMTPRecipientsRefused as error:
        raise _of_recipients(error) from error
    except SMTPResponseException as error:
        raise _problem(error.code, f"{error.code} {error.message}") from error
    except SMTPNotSupported as error:
        raise Permanent(f"The mail server cannot do it: {error}") from error
    except (SMTPException, OSError) as error:
        told = str(error) or type(error).__name__
        raise Temporary(f"The mail server was not reached: {told}") from error
    return {"error": f"Not taken for {', '.join(sorted(refused))}."} if refused else {}


async def _attachments(deployment: "Deployment", row: Email) -> list[Attachment]:
    file = EmailAttachment
    wanted = select(file.name, file.media_type, file.content).where(file.email_id == row.id)
    rows = await deployment.database.fetch(wanted.order_by(file.id))
    return [Attachment(each.name, each.media_type, each.content) for each in rows]


def _client(settings: MailSettings) -> SMTP:
    password = settings.password
    return SMTP(
        hostname=settings.host,
        port=settings.port,
        username=settings.username,
        password=password.get_secret_value() if password else None,
        timeout=settings.timeout_seconds,
        use_tls=settings.security == "tls",
        start_tls=settings.security == "starttls",
    )


def _problem(code: int, text: str) -> Permanent | Temporary:
    kind = Permanent if code >= PERMANENT_FROM else Temporary
    return kind(f"The mail server refused it: {text}")


def _of_recipients(error: SMTPRecipientsRefused) -> Permanent | Temporary:
    refused = error.recipients
    told = "; ".join(f"{each.recipient}: {each.code} {each.message}" for each in refused)
    return _problem(min(each.code for each in refused), told)


def _pace(deployment: "Deployment") -> Pace:
    settings = deployment.settings.mail
    if settings is None:
        return Pace(SPARE, 1, SPARE)
    longest = timedelta(seconds=settings.timeout_seconds) + SPARE
    return Pace(longest, settings.attempts, timedelta(seconds=settings.retry_seconds))


DELIVERY = Delivery("mail.send", Email, repeatable=False, pace=_pace, send=_send)


async def _deliver(deployment: "Deployment", payload: Payload) -> None:
    await deliver(deployment, DELIVERY, payload)


SEND = Job(DELIVERY.job, _deliver)
