"""What price rules agree on, and why a price is as it is."""

from enum import Enum

import strawberry


@strawberry.enum(description="What a price rule agrees on.")
class PriceRuleKind(Enum):
    DISCOUNT = strawberry.enum_value("DISCOUNT", description="A discount in percent.")
    NET_PRICE = strawberry.enum_value(
        "NET_PRICE", description="A price of a unit, with no discount on top."
    )
    GROSS_PRICE = strawberry.enum_value(
        "GROSS_PRICE", description="A price of a unit, from which discounts are taken."
    )


@strawberry.enum(
    description="Why a price or a discount is as it is: whom the rule that won is for, and for "
    "what. The first in this list for which there is a rule wins."
)
class PriceReason(Enum):
    CUSTOMER_PRODUCT = strawberry.enum_value(
        "CUSTOMER_PRODUCT", description="A rule of the customer for the product."
    )
    CUSTOMER_PRODUCT_GROUP = strawberry.enum_value(
        "CUSTOMER_PRODUCT_GROUP", description="A rule of the customer for the product group."
    )
    CUSTOMER_OFFERING_AREA = strawberry.enum_value(
        "CUSTOMER_OFFERING_AREA", description="A rule of the customer for an offering area."
    )
    CUSTOMER_ALL = strawberry.enum_value(
        "CUSTOMER_ALL", description="A rule of the customer for all products."
    )
    SEGMENT_PRODUCT = strawberry.enum_value(
        "SEGMENT_PRODUCT", description="A rule of a segment of the customer for the product."
    )
    DISTRICT_PRODUCT = strawberry.enum_value(
        "DISTRICT_PRODUCT", description="A rule of the customer's district for the product."
    )
    SEGMENT_PRODUCT_GROUP = strawberry.enum_value(
        "SEGMENT_PRODUCT_GROUP", description="A rule of a segment for the product group."
    )
    SEGMENT_OFFERING_AREA = strawberry.enum_value(
        "SEGMENT_OFFERING_AREA", description="A rule of a segment for an offering area."
    )
    SEGMENT_ALL = strawberry.enum_value(
        "SEGMENT_ALL", description="A rule of a segment for all products."
    )
    DISTRICT_PRODUCT_GROUP = strawberry.enum_value(
        "DISTRICT_PRODUCT_GROUP", description="A rule of the district for the product group."
    )
    DISTRICT_OFFERING_AREA = strawberry.enum_value(
        "DISTRICT_OFFERING_AREA", description="A rule of the district for an offering area."
    )
    DISTRICT_ALL = strawberry.enum_value(
        "DISTRICT_ALL", description="A rule of the district for all products."
    )
    LIST_PRICE = strawberry.enum_value(
        "LIST_PRICE", description="No rule has a price: it is the product's own."
    )
    NET_PRICE = strawberry.enum_value(
        "NET_PRICE", description="There is no discount, because the price is net."
    )
    NO_RULE = strawberry.enum_value(
        "NO_RULE", description="No rule gives a discount, or there is no price at all."
    )
