"""Sending HTTP requests: signed, to checked addresses, with bounds on time and size."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpcore2

from core.jobs import Job
from core.jobs.job import Payload
from core.outgoing import Delivery, Permanent, Temporary, deliver
from core.outgoing.delivering import Pace
from core.settings.webhooks import WebhookSettings
from core.webhooks.models import WebhookCall
from core.webhooks.requesting import Bounds, TooLong, request
from core.webhooks.target import NotAllowed, Target

if TYPE_CHECKING:
    from core.deployment import Deployment

SIGNATURE = "Kortisto-Signature"
REPEATED = frozenset({408, 425, 429})
"""Statuses below 500 after which a request is worth repeating."""

NOT_SET_UP = "No host is allowed: see the setting 'webhooks'."
SPARE = timedelta(seconds=10)


def signature(secret: str, moment: int, body: bytes) -> str:
    """`t=MOMENT,v1=HEX`: HMAC-SHA256 of the moment (Unix seconds), a point, and the body.

    A receiver makes the same, compares in constant time, and refuses old moments.
    """
    signed = f"{moment}.".encode() + body
    return f"t={moment},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


async def _send(deployment: "Deployment", row: Any) -> Mapping[str, object]:
    settings = deployment.settings.webhooks
    if settings is None:
        raise Permanent(NOT_SET_UP)
    try:
        private = Target.of(row.url).may_be_private(settings)
        status = await _status(deployment, settings, row, private=private)
    except NotAllowed as problem:
        raise Permanent(f"Refused: {problem}") from None
    except TooLong:
        raise Permanent(f"The answer is longer than {settings.answer_bytes} bytes.") from None
    except TimeoutError:
        raise Temporary(f"No answer within {settings.timeout_seconds:g} seconds.") from None
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
        raise Temporary(f"It was not reached: {str(error) or type(error).__name__}") from error
    return _judged(status)


async def _status(
    deployment: "Deployment", settings: WebhookSettings, row: Any, *, private: bool
) -> int:
    """The status of the answer, whose body is read to its end and not kept."""
    body = row.body.encode()
    headers = _headers(deployment, settings, row, body)
    bounds = Bounds(settings.timeout_seconds, settings.answer_bytes, private)
    return (await request(row.method, row.url, headers, body, bounds)).status


def _headers(
    deployment: "Deployment", settings: WebhookSettings, row: Any, body: bytes
) -> list[tuple[bytes | str, bytes | str]]:
    moment = int(deployment.clock.now().timestamp())
    return [
        ("Host", Target.of(row.url).authority),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("User-Agent", "Kortisto"),
        ("Idempotency-Key", row.idempotency_key),
        (SIGNATURE, signature(settings.secret.get_secret_value(), moment, body)),
    ]


def _judged(status: int) -> Mapping[str, object]:
    if 200 <= status < 300:
        return {"status_code": status}
    told = f"It was answered with the status {status}"
    if 300 <= status < 400:
        raise Permanent(f"{told}, a redirect, which is not followed.", status_code=status)
    if status >= 500 or status in REPEATED:
        raise Temporary(f"{told}.", status_code=status)
    raise Permanent(f"{told}.", status_code=status)


def _pace(deployment: "Deployment") -> Pace:
    settings = deployment.settings.webhooks
    if settings is None:
        return Pace(SPARE, 1, SPARE)
    longest = timedelta(seconds=settings.timeout_seconds) + SPARE
    return Pace(longest, settings.attempts, timedelta(seconds=settings.retry_seconds))


DELIVERY = Delivery("webhooks.send", WebhookCall, repeatable=True, pace=_pace, send=_send)


async def _deliver(deployment: "Deployment", payload: Payload) -> None:
    await deliver(deployment, DELIVERY, payload)


SEND = Job(DELIVERY.job, _deliver)
