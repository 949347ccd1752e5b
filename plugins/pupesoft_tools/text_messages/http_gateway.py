"""The gateway that takes messages by HTTP, as most services do."""

from typing import Any
from urllib.parse import urlencode

import httpcore2
import orjson

from core.deployment import Deployment
from core.outgoing import Permanent, Temporary
from core.outgoing.texts import OutgoingText, TextGateway
from core.webhooks.requesting import Answer, Bounds, Headers, TooLong, request
from core.webhooks.target import NotAllowed, Target
from plugins.pupesoft_tools.settings import PupesoftToolsSettings
from plugins.pupesoft_tools.text_message_settings import HttpGatewaySettings

NOT_TAKEN = frozenset({408, 425, 429, 503})
"""Statuses that tell that a message was not taken, and may be later."""

UNKNOWN = "whether the message was sent is not known, so it is not sent again"


def _settings(deployment: Deployment) -> HttpGatewaySettings | None:
    return deployment.settings_of(PupesoftToolsSettings).text_messages.http


def _problem(deployment: Deployment) -> str | None:
    if _settings(deployment) is None:
        return "the section [plugins.pupesoft_tools.text_messages.http] is missing"
    return None


async def _send(deployment: Deployment, message: OutgoingText) -> str | None:
    settings = _settings(deployment)
    if settings is None:
        raise Temporary("The gateway is not set up any more.")
    return _taken(settings, await _answer(settings, message))


async def _answer(settings: HttpGatewaySettings, message: OutgoingText) -> Answer:
    body = _body(settings, message)
    bounds = Bounds(settings.seconds, settings.answer_bytes, settings.private)
    try:
        return await request("POST", settings.url, _headers(settings, message, body), body, bounds)
    except NotAllowed as problem:
        raise Permanent(f"Refused: {problem}") from None
    except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
        raise Temporary(f"The gateway was not reached: {_told(error)}") from error
    except TooLong:
        text = f"The gateway's answer is longer than {settings.answer_bytes} bytes: {UNKNOWN}."
        raise Permanent(text) from None
    except TimeoutError:
        text = f"The gateway did not answer within {settings.seconds:g} seconds: {UNKNOWN}."
        raise Permanent(text) from None
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
        raise Permanent(f"The gateway broke off ({_told(error)}): {UNKNOWN}.") from error


def _told(error: Exception) -> str:
    return str(error) or type(error).__name__


def _body(settings: HttpGatewaySettings, message: OutgoingText) -> bytes:
    fields = {settings.number_field: message.number, settings.text_field: message.text}
    if settings.sender is not None:
        fields[settings.sender_field] = settings.sender
    return orjson.dumps(fields) if settings.format == "json" else urlencode(fields).encode()


def _headers(settings: HttpGatewaySettings, message: OutgoingText, body: bytes) -> Headers:
    kinds = {"json": "application/json", "form": "application/x-www-form-urlencoded"}
    found: list[tuple[bytes | str, bytes | str]] = [
        ("Host", Target.of(settings.url).authority),
        ("Content-Type", kinds[settings.format]),
        ("Content-Length", str(len(body))),
        ("User-Agent", "Kortisto"),
        ("Idempotency-Key", message.key),
    ]
    if settings.authorization is not None:
        found.append(("Authorization", settings.authorization.get_secret_value()))
    return found


def _taken(settings: HttpGatewaySettings, answer: Answer) -> str | None:
    """The gateway's id of a message that it took."""
    told = f"The gateway answered with the status {answer.status}"
    if answer.status in NOT_TAKEN:
        raise Temporary(f"{told}.")
    if 400 <= answer.status < 500 or 300 <= answer.status < 400:
        raise Permanent(f"{told}: it does not take the message.")
    if not 200 <= answer.status < 300:
        raise Permanent(f"{told}: {UNKNOWN}.")
    if settings.taken is not None and settings.taken.encode() not in answer.body:
        raise Permanent(f"The answer does not have '{settings.taken}' in it: {UNKNOWN}.")
    return None if settings.id_field is None else _id(settings.id_field, answer.body)


def _id(field: str, body: bytes) -> str:
    try:
        found: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = None
    value = found.get(field) if isinstance(found, dict) else None
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise Permanent(f"The answer is no JSON object with an id in '{field}': {UNKNOWN}.")
    # PostgreSQL holds no U+0000, and the message was taken
    return "".join(filter(str.isprintable, str(value)))[:200]


HTTP = TextGateway("http", _problem, _send)
