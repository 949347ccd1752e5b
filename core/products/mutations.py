"""Writing products and product baskets."""

from core.keywords.rules import in_list
from core.products.models import BasketProduct
from core.products.permissions import ProductPermission
from core.products.rules import ProductRules
from core.products.types import Product, ProductBasket
from core.writing import Links, writes

product_writes = writes(
    Product,
    inputs=("number", "name", "price", "currency", "unit", "department", "group", "active"),
    create=ProductPermission.MANAGE,
    update=ProductPermission.MANAGE,
    archive=ProductPermission.MANAGE,
    rules=ProductRules,
    only={"department": in_list("DEPARTMENT"), "group": in_list("PRODUCT_GROUP")},
    filled=("number",),
    natural_keys=("number", "name"),
)

basket_writes = writes(
    ProductBasket,
    inputs=("name", "type", "active", "products"),
    create=ProductPermission.MANAGE,
    update=ProductPermission.MANAGE,
    archive=ProductPermission.MANAGE,
    links={"products": Links(BasketProduct.basket_id, BasketProduct.product_id)},
    natural_keys=("name",),
)
