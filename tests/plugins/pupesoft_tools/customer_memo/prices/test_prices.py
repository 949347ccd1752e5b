from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from core.customers.models import Customer
from core.products.models import BasketProduct, Product, ProductBasket
from plugins.pupesoft_tools.customer_memo.prices.models import CustomerPriceRule
from tests import factories as make
from tests.api import Api
from tests.database import Databases
from tests.world import OWNER, STRANGER, World, change, small_world

RIGHTS = ("prices:read",)
PRICE = """
    query ($product: ID!, $quantity: Decimal! = 1, $on: Date) {
        customers { nodes { name price(productId: $product, quantity: $quantity, on: $on) {
            price discount netPrice currency
            priceReason priceRule { id } discountReason discountRule { id }
        } } }
    }
"""
CREATE = """
    mutation ($input: CreateCustomerPriceRuleInput!) {
        createCustomerPriceRule(input: $input) {
            customerPriceRule { kind percent price currency } userErrors { code path }
        }
    }
"""


@pytest.fixture
async def world(databases: Databases) -> AsyncIterator[World]:
    """Product 1 costs 100, in group 51 and area 1; customer 1 is in segment 2, district 50."""
    async with small_world(databases) as world:
        api = world.api
        await make.save(
            api,
            make.keyword(50, "DISTRICT", "SOUTH"),
            make.keyword(51, "PRODUCT_GROUP", "PARTS"),
            BasketProduct(basket_id=1, product_id=1),
        )
        await change(api, Customer, 1, district_id=50)
        await change(api, Product, 1, price=Decimal("100.00"), group_id=51)
        await change(api, ProductBasket, 1, type="WALLET_SHARE")
        yield world


def rule(key: int, **values: Any) -> CustomerPriceRule:
    kind = "DISCOUNT" if "percent" in values else "GROSS_PRICE"
    return CustomerPriceRule(id=key, **{"kind": kind, **values})


async def price(world: World, **variables: Any) -> Any:
    viewer = world.reader(OWNER, *RIGHTS)
    answer = await world(PRICE, viewer, **{"product": "product_1", **variables})
    (customer,) = answer["customers"]["nodes"]
    return customer["price"]


def told(found: Any) -> tuple[Any, ...]:
    rules = (found[name] and found[name]["id"] for name in ("priceRule", "discountRule"))
    return (found["netPrice"], found["priceReason"], found["discountReason"], *rules)


async def test_without_rules_the_list_price_stands(world: World) -> None:
    found = await price(world)
    assert told(found) == ("100.00", "LIST_PRICE", "NO_RULE", None, None)
    assert (found["price"], found["discount"], found["currency"]) == ("100.00", "0.00", "EUR")
    assert await price(world, product="product_99") is None


async def test_the_nearest_rule_wins_and_says_why(world: World) -> None:
    steps: list[tuple[CustomerPriceRule, tuple[Any, ...]]] = [
        (
            rule(101, district_id=50, percent=5),
            ("95.00", "LIST_PRICE", "DISTRICT_ALL", None, "customer_price_rule_101"),
        ),
        (
            rule(102, segment_id=2, product_group_id=51, percent=10),
            ("90.00", "LIST_PRICE", "SEGMENT_PRODUCT_GROUP", None, "customer_price_rule_102"),
        ),
        (
            rule(103, customer_id=1, offering_area_id=1, percent=20),
            ("80.00", "LIST_PRICE", "CUSTOMER_OFFERING_AREA", None, "customer_price_rule_103"),
        ),
        (
            rule(104, segment_id=2, product_id=1, price=Decimal(50)),
            (
                *("40.00", "SEGMENT_PRODUCT", "CUSTOMER_OFFERING_AREA"),
                *("customer_price_rule_104", "customer_price_rule_103"),
            ),
        ),
        (
            rule(105, customer_id=1, product_id=1, price=Decimal(60), kind="NET_PRICE"),
            ("60.00", "CUSTOMER_PRODUCT", "NET_PRICE", "customer_price_rule_105", None),
        ),
    ]
    for made, expected in steps:
        await make.save(world.api, made)
        assert told(await price(world)) == expected


async def test_quantity_days_currency_and_archiving_count(world: World) -> None:
    own: dict[str, Any] = {"customer_id": 1, "product_id": 1}
    await make.save(
        world.api,
        rule(101, price=Decimal(90), **own),
        rule(102, price=Decimal(80), minimum_quantity=10, **own),
        rule(103, price=Decimal(70), valid_from=date(2026, 3, 16), **own),
        rule(104, price=Decimal(65), valid_to=date(2026, 3, 14), **own),
        rule(105, price=Decimal(5), archived_at=func.now(), **own),
        rule(106, price=Decimal(4), currency="HRK", **own),
        rule(107, price=Decimal(3), customer_id=2, product_id=1),
    )
    assert (await price(world))["netPrice"] == "90.00"
    assert (await price(world, quantity="9.9999"))["netPrice"] == "90.00"
    assert (await price(world, quantity="10"))["netPrice"] == "80.00"
    assert (await price(world, on="2026-03-16"))["netPrice"] == "70.00"
    assert (await price(world, on="2026-03-14"))["netPrice"] == "65.00"
    await change(world.api, Customer, 1, currency="HRK")
    found = await price(world)
    assert (found["netPrice"], found["currency"]) == ("4.00", "HRK")
    for quantity in ("-1", "1" + "0" * 10):
        answer = await world(
            PRICE, world.reader(OWNER, *RIGHTS), product="product_1", quantity=quantity
        )
        assert [code for code, _ in answer.errors] == ["BAD_USER_INPUT"], answer.messages


async def test_all_customers_are_priced_together(world: World) -> None:
    await make.save(world.api, rule(101, segment_id=2, percent=10))
    with world.api.statements() as one:
        await world(PRICE, world.reader(OWNER, *RIGHTS), product="product_1")
    with world.api.statements() as many:
        answer = await world(PRICE, world.admin, product="product_1")
    assert len(answer["customers"]["nodes"]) > 5
    assert {c["price"]["netPrice"] for c in answer["customers"]["nodes"]} == {"90.00"}
    assert len(many) == len(one)


async def test_rules_are_seen_and_made_by_those_who_may(world: World) -> None:
    await make.save(
        world.api,
        rule(101, customer_id=1, percent=10),
        rule(102, customer_id=2, percent=10),
        rule(103, segment_id=2, percent=10),
    )
    query = "{ customerPriceRules { nodes { id } } }"
    shown = await world(query, world.reader(OWNER, *RIGHTS))
    assert [n["id"] for n in shown["customerPriceRules"]["nodes"]] == [
        "customer_price_rule_101",
        "customer_price_rule_103",
    ]
    stranger = await world(query, world.reader(STRANGER, *RIGHTS))
    assert [n["id"] for n in stranger["customerPriceRules"]["nodes"]] == ["customer_price_rule_103"]
    for viewer, path in (
        (world.reader(OWNER), ("customers", "nodes", 0, "price")),
        (world.api.viewer(OWNER, {"customers:read", *RIGHTS}), ("customers", "nodes", 0, "price")),
    ):
        answer = await world(PRICE, viewer, product="product_1")
        assert answer.errors == [("FORBIDDEN", path)]
    refused = await world(
        CREATE, world.reader(OWNER, *RIGHTS), input={"kind": "DISCOUNT", "customerId": "customer_1"}
    )
    assert refused.errors == [("FORBIDDEN", ("createCustomerPriceRule",))]
    assert await count(world.api) == 3


async def count(api: Api) -> int:
    rows = await api.deployment.database.fetch(select(func.count(CustomerPriceRule.id)))
    return int(rows[0][0])


async def test_what_cannot_be_agreed_is_refused(world: World) -> None:
    seller = world.reader(OWNER, *RIGHTS, "prices:write")
    discount = {"kind": "DISCOUNT", "customerId": "customer_1", "percent": "10"}
    net = {
        "kind": "NET_PRICE",
        "customerId": "customer_1",
        "productId": "product_1",
        "price": "9.99",
    }
    for given, error in (
        ({**discount, "customerId": None}, ("REQUIRED", "customerId")),
        ({**discount, "segmentId": "keyword_2"}, ("REQUIRED", "customerId")),
        ({**discount, "percent": "100.01"}, ("INVALID", "percent")),
        ({**discount, "percent": None}, ("REQUIRED", "percent")),
        ({**discount, "price": "5.00"}, ("INVALID", "price")),
        ({**discount, "customerId": "customer_2"}, ("NOT_FOUND", "customerId")),
        ({**discount, "validFrom": "2026-02-02", "validTo": "2026-02-01"}, ("INVALID", "validTo")),
        ({**discount, "minimumQuantity": "-1"}, ("INVALID", "minimumQuantity")),
        ({**net, "price": "-0.01"}, ("INVALID", "price")),
        ({**net, "productId": None}, ("REQUIRED", "productId")),
        ({**net, "offeringAreaId": "product_basket_1"}, ("INVALID", "productId")),
        ({**net, "currency": "XXQ"}, ("INVALID", "currency")),
    ):
        payload = (await world(CREATE, seller, input=given))["createCustomerPriceRule"]
        errors = [(e["code"], e["path"][-1]) for e in payload["userErrors"]]
        assert errors == [error], given
    assert await count(world.api) == 0
    for given in (discount, net):
        payload = (await world(CREATE, seller, input=given))["createCustomerPriceRule"]
        assert payload["userErrors"] == []
    assert (await price(world))["netPrice"] == "9.99"
