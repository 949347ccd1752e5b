"""E-mails as they are written, and as they go over the wire."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import uuid4

from core.mail.attachments import Attachment, Unattachable, check_attachments
from core.mail.models import Email
from core.settings.mail import MailSettings
from core.writing.user_error import Refused

LONGEST_SUBJECT = 500
MOST_RECIPIENTS = 50


class Unsendable(ValueError):
    """An e-mail cannot be written so; the text says why."""


@dataclass(frozen=True)
class Letter:
    """What an e-mail says, to whom; Unsendable if it cannot be sent so."""

    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < len(self.recipients) <= MOST_RECIPIENTS:
            raise Unsendable(f"An e-mail has 1 to {MOST_RECIPIENTS} recipients.")
        for address in self.recipients:
            _check_address(address)
        if not 0 < len(self.subject) <= LONGEST_SUBJECT:
            raise Unsendable(f"A subject has 1 to {LONGEST_SUBJECT} characters.")
        # a line break would begin another header
        if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in self.subject):
            raise Unsendable("A subject may not have line breaks or control characters.")
        try:
            check_attachments(self.attachments)
        except Unattachable as problem:
            raise Unsendable(str(problem)) from None


def _check_address(address: str) -> None:
    from core.writing.formats import email  # noqa: PLC0415 - its libraries take three megabytes

    try:
        email(address, None)
    except Refused as refused:
        raise Unsendable(f"'{address}' {refused.message}") from None


def new_message_id(settings: MailSettings) -> str:
    """A Message-ID that no other e-mail has."""
    return f"<{uuid4().hex}@{settings.sender.rpartition('@')[2]}>"


def encoded(
    row: Email, settings: MailSettings, now: datetime, attachments: Iterable[Attachment] = ()
) -> EmailMessage:
    """The message of a row, with its files."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(settings.sender_name, addr_spec=settings.sender)
    message["To"] = [Address(addr_spec=address) for address in row.recipients]
    message["Subject"] = row.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = row.message_id
    # holiday notices are not sent to what nobody typed
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.text)
    if row.html is not None:
        message.add_alternative(row.html, subtype="html")
    for each in attachments:
        kind, _, subtype = each.media_type.partition("/")
        message.add_attachment(each.content, maintype=kind, subtype=subtype, filename=each.name)
    return message
