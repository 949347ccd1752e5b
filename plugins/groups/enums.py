"""What somebody may be responsible for."""

from enum import Enum

import strawberry


@strawberry.enum(description="What somebody is responsible for.")
class PartyKind(Enum):
    CUSTOMER = strawberry.enum_value("CUSTOMER", description="A customer.")
    PROJECT = strawberry.enum_value(
        "PROJECT", description="A project of a customer: he takes part in it."
    )
