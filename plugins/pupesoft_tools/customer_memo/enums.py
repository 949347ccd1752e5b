"""What memos are about."""

from enum import Enum

import strawberry


@strawberry.enum(description="What a memo is: what somebody wrote, or what a tool noted by itself.")
class MemoKind(Enum):
    MEMO = strawberry.enum_value("MEMO", description="A note of any kind.")
    CALL = strawberry.enum_value("CALL", description="A telephone call.")
    VISIT = strawberry.enum_value("VISIT", description="A visit to the customer.")
    MEETING = strawberry.enum_value("MEETING", description="A meeting elsewhere, or on a screen.")
    RECEIVABLES = strawberry.enum_value(
        "RECEIVABLES", description="Something about what the customer owes."
    )
    LABELS = strawberry.enum_value(
        "LABELS", description="Address labels were printed; a tool noted it."
    )
    TEXT_MESSAGE = strawberry.enum_value(
        "TEXT_MESSAGE", description="A text message was sent; a tool noted it."
    )
    ANNUAL_REPORT = strawberry.enum_value(
        "ANNUAL_REPORT", description="An annual report was sent; a tool noted it."
    )
    SENT = strawberry.enum_value(
        "SENT", description="A memo was sent to a colleague; a tool noted it."
    )


WRITTEN = frozenset(
    {MemoKind.MEMO, MemoKind.CALL, MemoKind.VISIT, MemoKind.MEETING, MemoKind.RECEIVABLES}
)
"""The kinds that people write; the others are noted by tools."""
