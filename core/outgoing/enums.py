"""How far something is that leaves for another system."""

from enum import Enum

import strawberry


@strawberry.enum(description="How far something is that leaves; follows from what happened.")
class OutgoingState(Enum):
    QUEUED = strawberry.enum_value(
        "QUEUED", description="It waits for its turn, or for the next attempt."
    )
    SENT = strawberry.enum_value("SENT", description="The other system has taken it.")
    FAILED = strawberry.enum_value(
        "FAILED", description="It will not be sent any more; see `error`."
    )
