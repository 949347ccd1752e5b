"""Text messages to customers and contacts who agreed to them, through a gateway."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from core.declare import Contribution
from core.hookspecs import hookimpl
from core.jobs import Job
from core.outgoing.texts import TextGateway
from plugins.pupesoft_tools.text_messages import mutations, queries, sending
from plugins.pupesoft_tools.text_messages.delivering import SEND
from plugins.pupesoft_tools.text_messages.http_gateway import HTTP
from plugins.pupesoft_tools.text_messages.permissions import TextMessagePermission
from plugins.pupesoft_tools.text_messages.types import TextMessage, TextMessageConsent


@hookimpl
def register_types() -> Iterable[type]:
    return [TextMessage, TextMessageConsent]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.roots, queries.customer, mutations.consent_writes, sending.send_text_messages]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [TextMessagePermission]


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [SEND]


@hookimpl
def register_text_gateways() -> Iterable[TextGateway]:
    return [HTTP]
