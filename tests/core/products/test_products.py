from core.products.models import BasketProduct
from core.viewer import Viewer
from tests.api import Api
from tests.factories import basket, keyword, product, save


async def test_baskets_hold_products_and_products_tell_their_baskets(api: Api) -> None:
    await save(
        api,
        keyword(1, "PRODUCT_GROUP", "HARDWARE"),
        product(1, name="GTX Pro", price="4821.00", group_id=1, unit="pcs"),
        product(2, name="GTX Basic", price="550.00"),
        product(3, name="MG Special"),
        basket(1, name="GTX", type="WALLET_SHARE"),
        basket(2, name="All"),
        *(BasketProduct(basket_id=1, product_id=key) for key in (1, 2)),
        *(BasketProduct(basket_id=2, product_id=key) for key in (1, 2, 3)),
    )
    answer = await api(
        """{
          productBaskets(filter: {type: {eq: WALLET_SHARE}}) {
            nodes { name products { totalCount nodes { name price group { code } } } }
          }
          product(id: "product_3") { name price baskets { nodes { name } } }
        }""",
        api.admin,
    )
    assert answer.data == {
        "productBaskets": {
            "nodes": [
                {
                    "name": "GTX",
                    "products": {
                        "totalCount": 2,
                        "nodes": [
                            {"name": "GTX Basic", "price": "550.00", "group": None},
                            {"name": "GTX Pro", "price": "4821.00", "group": {"code": "HARDWARE"}},
                        ],
                    },
                }
            ]
        },
        "product": {"name": "MG Special", "price": None, "baskets": {"nodes": [{"name": "All"}]}},
    }


async def test_products_need_the_right_to_read_them(api: Api) -> None:
    answer = await api("{ products { nodes { id } } }", Viewer(1, frozenset()))
    assert answer.errors == [("FORBIDDEN", ("products",))]
