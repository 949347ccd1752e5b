"""E-mails: an outbox, the job that empties it, and the tool that fills it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from core.declare import Contribution
from core.hookspecs import hookimpl
from core.jobs import Job
from core.mail import queries
from core.mail.permissions import MailPermission
from core.mail.sending import SEND
from core.mail.tools import SendEmail
from core.mail.types import Email
from core.mail.visibility import REASONS
from core.tools.kind import AnyToolKind
from core.visibility import Reason


@hookimpl
def register_types() -> Iterable[type]:
    return [Email]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [MailPermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS


@hookimpl
def register_tool_kinds() -> Iterable[AnyToolKind[Any, Any]]:
    return [SendEmail()]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [SEND]
