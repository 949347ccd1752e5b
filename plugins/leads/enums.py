"""Where a lead stands, and how promising it looks."""

from enum import Enum

import strawberry


@strawberry.enum(description="Where a lead stands.")
class LeadStatus(Enum):
    NEW = strawberry.enum_value("NEW", description="Nobody has worked on it.")
    WORKING = strawberry.enum_value("WORKING", description="Somebody finds out more.")
    QUALIFIED = strawberry.enum_value("QUALIFIED", description="Worth converting.")
    DISQUALIFIED = strawberry.enum_value(
        "DISQUALIFIED", description="Nothing to sell; `disqualifiedReason` tells why."
    )
    CONVERTED = strawberry.enum_value(
        "CONVERTED",
        description="Became a customer, a contact or an opportunity. Only a conversion sets it, or "
        "another system that converted the lead itself and brings it by its external id.",
    )


@strawberry.enum(description="How promising a lead looks.")
class LeadRating(Enum):
    HOT = strawberry.enum_value("HOT", description="Likely to buy soon.")
    WARM = strawberry.enum_value("WARM", description="Interested.")
    COLD = strawberry.enum_value("COLD", description="Hardly interested.")
