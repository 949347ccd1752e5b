"""Prices on the customer card."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, cast

import strawberry
from strawberry import Parent

from core.context import Info
from core.customers.types import Customer
from core.declare import by_id, connection, extend
from core.errors import BadInput
from core.ids import decode_as
from core.products.permissions import ProductPermission
from core.reading import load
from core.roots import Query
from core.viewer import require
from plugins.pupesoft_tools.customer_memo.prices.enums import PriceReason
from plugins.pupesoft_tools.customer_memo.prices.finding import PriceFinder
from plugins.pupesoft_tools.customer_memo.prices.models import CustomerPriceRule as RuleRow
from plugins.pupesoft_tools.customer_memo.prices.permissions import PricePermission
from plugins.pupesoft_tools.customer_memo.prices.types import CustomerPriceRule

LARGEST = Decimal(10**10)


async def _price_rule(price: Parent[Any], info: Info) -> CustomerPriceRule | None:
    return await _rule(info, price.price_rule_key)


async def _discount_rule(price: Parent[Any], info: Info) -> CustomerPriceRule | None:
    return await _rule(info, price.discount_rule_key)


async def _rule(info: Info, key: int | None) -> CustomerPriceRule | None:
    found = key and await load(info, "CustomerPriceRule", key)
    return cast(CustomerPriceRule | None, found)


@strawberry.type(description="What a unit of a product costs a customer, and why.")
class CustomerPrice:
    price_rule_key: strawberry.Private[int | None]
    discount_rule_key: strawberry.Private[int | None]
    price: Decimal | None = strawberry.field(
        description="The price before the discount, without tax; null if there is none."
    )
    discount: Decimal = strawberry.field(description="The discount in percent, 0 to 100.")
    net_price: Decimal | None = strawberry.field(
        description="The price less the discount, to the cent; half a cent counts up."
    )
    currency: str = strawberry.field(description="Currency of the prices, ISO 4217.")
    price_reason: PriceReason = strawberry.field(description="Why the price is as it is.")
    price_rule: CustomerPriceRule | None = strawberry.field(
        resolver=_price_rule, description="The rule that gave the price, if any."
    )
    discount_reason: PriceReason = strawberry.field(description="Why the discount is as it is.")
    discount_rule: CustomerPriceRule | None = strawberry.field(
        resolver=_discount_rule, description="The rule that gave the discount, if any."
    )


@extend(Customer, needs=("id",), permission=PricePermission.READ)
async def price(
    customer: Parent[Any],
    info: Info,
    product_id: Annotated[strawberry.ID, strawberry.argument(description="Id of the product.")],
    quantity: Annotated[
        Decimal, strawberry.argument(description="How many units, at least 0; 1 unless told.")
    ] = Decimal(1),
    on: Annotated[
        date | None, strawberry.argument(description="The day; today unless told.")
    ] = None,
) -> CustomerPrice | None:
    """What a unit of a product costs the customer; null if there is no such product.

    Of the rules that count for the quantity and the day, the nearest wins, for price and discount
    each: see PriceReason for the order. Needs `prices:read` and `products:read`.
    """
    require(info.context.viewer, ProductPermission.READ)
    if not quantity.is_finite() or not 0 <= quantity < LARGEST:
        raise BadInput("'quantity' must be a number of units, at least 0.")
    day = on or info.context.deployment.clock.today()
    finder = PriceFinder(decode_as("product", product_id), quantity, day)
    found = await info.context.loaders.batched(finder, customer.id)
    if found is None:
        return None
    return CustomerPrice(
        price=found.price,
        discount=found.discount,
        net_price=found.net,
        currency=found.currency,
        price_reason=found.price_reason,
        price_rule_key=found.price_rule,
        discount_reason=found.discount_reason,
        discount_rule_key=found.discount_rule,
    )


FIELDS = (
    price,
    extend(
        Customer,
        price_rules=connection(
            "CustomerPriceRule",
            RuleRow.customer_id,
            "The prices and discounts that were agreed with the customer himself.",
            permission=PricePermission.READ,
        ),
    ),
    extend(
        Query,
        customer_price_rule=by_id("CustomerPriceRule", "The price rule with an id."),
        customer_price_rules=connection(
            "CustomerPriceRule", None, "Price rules of visible customers, segments and districts."
        ),
    ),
)
