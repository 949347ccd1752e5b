"""Gateways that take text messages; plugins bring them by the hook `register_text_gateways`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.deployment import Deployment


@dataclass(frozen=True)
class OutgoingText:
    """A text message to hand over: the number in E.164, and a key that no other message has."""

    number: str
    text: str
    key: str


@dataclass(frozen=True)
class TextGateway:
    """A way to send text messages, chosen by its name in the settings.

    `problem(deployment)` tells why it cannot be used, None if it can. `send(deployment, message)`
    answers with the gateway's id of the message, None if it gives none; it raises Temporary if the
    message surely was not taken and may be later, and Permanent otherwise.
    """

    name: str
    problem: Callable[["Deployment"], str | None]
    send: Callable[["Deployment", OutgoingText], Awaitable[str | None]]


Gateways = Mapping[str, TextGateway]


def gateways_of(deployment: "Deployment") -> Gateways:
    """The gateways that the enabled plugins bring, by name."""
    found = deployment.plugins.collect("register_text_gateways")
    return {gateway.name: gateway for _, gateway in found}
