"""Demo prices: discounts of segments and districts, and what some customers agreed on."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.customers.models import Customer
from core.demo import DemoWorld
from core.products.models import Product
from plugins.pupesoft_tools.customer_memo.prices.models import CustomerPriceRule

OWN_EVERY = 10
"""Customers for each who agreed on prices of his own."""


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add price rules."""
    if world.keys[Product]:
        await world.add(session, CustomerPriceRule, _rows(world))


def _rows(world: DemoWorld) -> Iterator[dict[str, Any]]:
    key, growing, *_ = world.keywords["SEGMENT"]
    groups = world.keywords["PRODUCT_GROUP"]
    yield _rule("DISCOUNT", segment_id=key, percent=Decimal("5.00"))
    yield _rule("DISCOUNT", segment_id=growing, product_group_id=groups[1], percent=Decimal("8.00"))
    yield _rule(
        "DISCOUNT",
        district_id=world.keywords["DISTRICT"][0],
        percent=Decimal("3.00"),
        minimum_quantity=Decimal(10),
        valid_to=world.today + timedelta(days=90),
    )
    for place, customer in enumerate(world.keys[Customer]):
        if place % OWN_EVERY == 0:
            product = world.pick("agreed product", place, world.keys[Product])
            kind = world.pick("agreed kind", place, ("NET_PRICE", "GROSS_PRICE"))
            price = Decimal(world.number("agreed price", place) % 100_000) / 100
            began = world.today - timedelta(days=world.number("agreed day", place) % 300)
            yield _rule(
                kind, customer_id=customer, product_id=product, price=price, valid_from=began
            )
            yield _rule("DISCOUNT", customer_id=customer, percent=Decimal("10.00"))


def _rule(kind: str, **values: Any) -> dict[str, Any]:
    empty = dict.fromkeys(COLUMNS)
    return {**empty, "minimum_quantity": Decimal(0), "kind": kind, "version": 1, **values}


COLUMNS = (
    *("customer_id", "segment_id", "district_id", "product_id", "product_group_id"),
    *("percent", "price", "valid_from", "valid_to"),
)
