"""What `sendTextMessages` is asked, and what it answers."""

from enum import Enum
from typing import Any, cast

import strawberry
from strawberry import Parent

from core.context import Info
from core.reading import load
from core.writing import UserError
from plugins.pupesoft_tools.text_messages.segments import TextEncoding
from plugins.pupesoft_tools.text_messages.types import TextMessage


@strawberry.input(description="Whom a text message goes to: a customer, or a contact.")
class TextMessageRecipientInput:
    customer_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of a customer; it goes to his phone number."
    )
    contact_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of a contact; it goes to the mobile phone, else the phone."
    )
    number: str | None = strawberry.field(
        default=None,
        description="Another number of theirs, +358401234567, or as it is dialled in the "
        "customer's country.",
    )


@strawberry.input(description="A text message to one or several customers and contacts.")
class SendTextMessagesInput:
    recipients: list[TextMessageRecipientInput] = strawberry.field(
        description="Whom it goes to, at most as many as a batch has items, and 1,000."
    )
    text: str = strawberry.field(
        description="What it says; it may have as many parts as `most_segments` of the settings."
    )
    idempotency_key: str = strawberry.field(
        description="A word of your own for this sending, 1 to 100 characters: with the same word "
        "nothing is sent to the same number twice, however often you ask."
    )
    dry_run: bool = strawberry.field(
        default=False, description="Whether all is checked and counted, and nothing sent."
    )


@strawberry.enum(description="What became of a recipient.")
class TextMessageOutcome(Enum):
    QUEUED = strawberry.enum_value("QUEUED", description="A message to the number is queued.")
    READY = strawberry.enum_value("READY", description="It would be, without `dryRun`.")
    SAME_NUMBER = strawberry.enum_value(
        "SAME_NUMBER",
        description="An earlier recipient has the same number, which gets one message.",
    )
    REPEATED = strawberry.enum_value(
        "REPEATED", description="It was queued before, with the same idempotency key."
    )
    REFUSED = strawberry.enum_value("REFUSED", description="See the errors.")


async def _message(result: Parent[Any], info: Info) -> TextMessage | None:
    found = result.key and await load(info, "TextMessage", result.key)
    return cast(TextMessage | None, found)


@strawberry.type(description="What became of a recipient.")
class TextMessageResult:
    key: strawberry.Private[int | None]
    outcome: TextMessageOutcome = strawberry.field(description="What became of it.")
    number: str | None = strawberry.field(description="The number, E.164; null if there is none.")
    text_message: TextMessage | None = strawberry.field(
        resolver=_message, description="The message, also one that was queued before."
    )
    user_errors: list[UserError] = strawberry.field(
        description="NO_NUMBER: there is no number, or none that takes text messages. NO_CONSENT: "
        "he did not agree. INVALID: no phone number, or not one recipient. NOT_FOUND: nobody that "
        "you may see. ARCHIVED: restore him first."
    )


@strawberry.type(description="The answer to `sendTextMessages`.")
class SendTextMessagesPayload:
    results: list[TextMessageResult] = strawberry.field(
        description="One for each recipient, in their order; empty with errors."
    )
    encoding: TextEncoding | None = strawberry.field(description="How its letters are sent.")
    segments: int = strawberry.field(description="In how many parts each message is sent.")
    messages: int = strawberry.field(description="How many messages are queued, or would be.")
    total_segments: int = strawberry.field(description="How many parts they have together.")
    refused: int = strawberry.field(description="How many recipients were refused.")
    user_errors: list[UserError] = strawberry.field(
        description="What is wrong with all: REQUIRED: an empty text, or no recipients. TOO_LONG: "
        "too many parts. TOO_MANY: too many recipients. NO_GATEWAY: none is set up."
    )
