from tests.api import Api
from tests.core.writing.calls import codes, mutate
from tests.factories import product, save


async def test_a_basket_holds_the_products_it_is_given(api: Api) -> None:
    await save(api, product(101, name="A"), product(102, name="B"))
    given = {"name": "Area", "type": "WALLET_SHARE", "productIds": ["product_102", "product_101"]}
    wanted = "productBasket { type active products { nodes { name } } }"
    made = await mutate(api, "createProductBasket", given, wanted)
    assert made["productBasket"] == {
        "type": "WALLET_SHARE",
        "active": True,
        "products": {"nodes": [{"name": "A"}, {"name": "B"}]},
    }


async def test_a_product_number_stands_once(api: Api) -> None:
    await save(api, product(101, number="GTX"))
    payload = await mutate(api, "createProduct", {"name": "X", "number": "GTX"}, "product { id }")
    assert codes(payload) == [("TAKEN", "number")]


async def test_a_price_is_not_negative(api: Api) -> None:
    payload = await mutate(api, "createProduct", {"name": "X", "price": "-0.01"}, "product { id }")
    assert codes(payload) == [("INVALID", "price")]
