"""The mutation that sends text messages."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import strawberry
from sqlalchemy import String, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from core.context import Info
from core.declare import extend
from core.deployment import Deployment
from core.ids import encode
from core.jobs.queue import enqueue_all
from core.roots import Mutation
from core.writing import Code, Writing, attempt
from core.writing.refusing import Refusal, refusal
from core.writing.user_error import Refused
from core.writing.values import clean
from plugins.pupesoft_tools.settings import PupesoftToolsSettings
from plugins.pupesoft_tools.text_messages.delivering import DELIVERY, NoGateway, gateway_of
from plugins.pupesoft_tools.text_messages.inputs import (
    SendTextMessagesInput,
    SendTextMessagesPayload,
    TextMessageOutcome,
    TextMessageResult,
)
from plugins.pupesoft_tools.text_messages.models import TextMessage
from plugins.pupesoft_tools.text_messages.permissions import TextMessagePermission
from plugins.pupesoft_tools.text_messages.recipients import Recipient, recipients_of
from plugins.pupesoft_tools.text_messages.segments import Segmented, segmented

LONGEST_KEY = 100
MOST_RECIPIENTS = 1_000

Outcome = TextMessageOutcome


@extend(Mutation, permission=TextMessagePermission.SEND)
async def send_text_messages(
    info: Info,
    input: Annotated[SendTextMessagesInput, strawberry.argument(description="What, to whom.")],
) -> SendTextMessagesPayload | None:
    """Send a text message to customers and contacts who agreed to it, one to each number.

    Recipients that are refused get none; the others are queued, and a memo tells of each that the
    gateway took. With `dryRun` nothing is queued. Needs `text_messages:send`.
    """
    context = info.context
    deployment, viewer = context.deployment, context.require()
    try:
        text, parts = _checked(deployment, input)
        results = await attempt(
            deployment,
            viewer,
            lambda writing: _work(writing, input, text, parts),
            lambda results: not input.dry_run,
        )
    except Refusal as refused:
        return _payload([], None, [refused])
    context.loaders.clear()
    return _payload(results, parts, [])


def _checked(deployment: Deployment, input: SendTextMessagesInput) -> tuple[str, Segmented]:
    settings = deployment.settings_of(PupesoftToolsSettings).text_messages
    try:
        gateway_of(deployment)
        text = clean(input.text, lines=True)
    except NoGateway as problem:
        raise refusal("text", f"cannot be sent: {problem}.", "NO_GATEWAY") from None
    except Refused as refused:
        raise refusal("text", refused.message) from None
    if not text:
        raise refusal("text", "is empty: write what it is to say.", Code.REQUIRED)
    parts = segmented(text)
    if parts.segments > settings.most_segments:
        told = f"has {parts.segments} parts: {settings.most_segments} are allowed; shorten it."
        raise refusal("text", told, Code.TOO_LONG)
    if not 0 < len(input.idempotency_key) <= LONGEST_KEY:
        raise refusal("idempotencyKey", f"must have 1 to {LONGEST_KEY} characters.")
    most = min(deployment.settings.batch_items, MOST_RECIPIENTS)
    if not input.recipients:
        raise refusal("recipients", "is empty: name somebody.", Code.REQUIRED)
    if len(input.recipients) > most:
        told = f"has {len(input.recipients)} items: send at most {most} at once."
        raise refusal("recipients", told, Code.TOO_MANY)
    return text, parts


async def _work(
    writing: Writing, input: SendTextMessagesInput, text: str, parts: Segmented
) -> list[TextMessageResult]:
    found = await recipients_of(writing, input.recipients)
    first: dict[str, Recipient] = {}
    for recipient in found:
        if not recipient.errors and recipient.number is not None:
            first.setdefault(recipient.number, recipient)
    keys = {
        number: f"{writing.viewer.employee_id}:{input.idempotency_key}:{number}" for number in first
    }
    before = await _sent_before(writing, keys)
    fresh = [r for number, r in first.items() if keys[number] not in before]
    made = await _queue(writing, fresh, keys, text, parts) if not input.dry_run else {}
    if not input.dry_run and len(made) < len(fresh):
        # somebody queued them with the same key a moment ago
        before = await _sent_before(writing, keys)
    return [_result(r, first, keys, before, made, dry=input.dry_run) for r in found]


async def _sent_before(writing: Writing, keys: Mapping[str, str]) -> Mapping[str, int]:
    wanted = bindparam(None, list(keys.values()), type_=ARRAY(String))
    statement = select(TextMessage.idempotency_key, TextMessage.id).where(
        TextMessage.idempotency_key == any_(wanted)
    )
    return {row[0]: row[1] for row in await writing.session.execute(statement)}


async def _queue(
    writing: Writing,
    recipients: Sequence[Recipient],
    keys: Mapping[str, str],
    text: str,
    parts: Segmented,
) -> Mapping[str, int]:
    """Queue a message for each recipient; their keys by idempotency key."""
    if not recipients:
        return {}
    common = {
        "text": text,
        "encoding": parts.encoding,
        "segments": parts.segments,
        "gateway": gateway_of(writing.deployment).name,
        "sender_id": writing.actor_id,
        "created_at": writing.deployment.clock.now(),
    }
    rows = [
        {
            **common,
            "number": recipient.number,
            "customer_id": recipient.customer_id,
            "contact_id": recipient.contact_key,
            "record_id": _record_id(recipient),
            "idempotency_key": keys[recipient.number or ""],
        }
        for recipient in recipients
    ]
    insertion = insert(TextMessage).values(rows).on_conflict_do_nothing()
    written = await writing.session.execute(
        insertion.returning(TextMessage.idempotency_key, TextMessage.id)
    )
    made = {row[0]: row[1] for row in written}
    await enqueue_all(writing.session, DELIVERY.job, [{"id": key} for key in made.values()])
    return made


def _record_id(recipient: Recipient) -> str:
    if recipient.contact_key is not None:
        return encode("contact", recipient.contact_key)
    return encode("customer", recipient.customer_key or 0)


def _result(
    recipient: Recipient,
    first: Mapping[str, Recipient],
    keys: Mapping[str, str],
    before: Mapping[str, int],
    made: Mapping[str, int],
    *,
    dry: bool,
) -> TextMessageResult:
    number = recipient.number
    if recipient.errors or number is None:
        return TextMessageResult(
            key=None, outcome=Outcome.REFUSED, number=number, user_errors=recipient.errors
        )
    key = keys[number]
    if first[number] is not recipient:
        outcome = Outcome.SAME_NUMBER
    elif key in made or (dry and key not in before):
        outcome = Outcome.READY if dry else Outcome.QUEUED
    else:
        outcome = Outcome.REPEATED
    found = made.get(key, before.get(key))
    return TextMessageResult(key=found, outcome=outcome, number=number, user_errors=[])


def _payload(
    results: list[TextMessageResult], parts: Segmented | None, refusals: Sequence[Refusal]
) -> SendTextMessagesPayload:
    queued = sum(r.outcome in (Outcome.QUEUED, Outcome.READY) for r in results)
    segments = parts.segments if parts else 0
    return SendTextMessagesPayload(
        results=results,
        encoding=parts.encoding if parts else None,
        segments=segments,
        messages=queued,
        total_segments=queued * segments,
        refused=sum(r.outcome is Outcome.REFUSED for r in results),
        user_errors=[refused.error for refused in refusals],
    )
