"""What a product basket is for."""

from enum import Enum

import strawberry


@strawberry.enum(description="What a product basket is for.")
class BasketType(Enum):
    GENERAL = strawberry.enum_value("GENERAL", description="Any set of products.")
    WALLET_SHARE = strawberry.enum_value(
        "WALLET_SHARE",
        description="An offering area: its share of a customer's spending is followed.",
    )
