"""The GraphQL types of products and product baskets."""

from core.declare import Node, column, connection, entity, one, through
from core.products import models
from core.products.permissions import ProductPermission
from core.searching import search_text
from core.visibility import everyone


@entity(
    models.Product,
    read=ProductPermission.READ,
    visible=everyone,
    order={"name": "ASC"},
    search=search_text,
)
class Product(Node):
    """Something we sell."""

    number = column("Product number, unique, at most 40 characters.")
    name = column("Name, at most 200 characters.", sort="name_sort")
    price = column("Selling price of a unit without tax, in `currency`, at least 0.")
    currency = column("Currency of the price, ISO 4217.")
    unit = column("Unit of sale, such as pcs or h.")
    department = one("Keyword", "The department that sells it (list DEPARTMENT).")
    group = one("Keyword", "The product group (list PRODUCT_GROUP).")
    active = column("Whether it is sold now.")
    baskets = connection(
        "ProductBasket",
        through(models.BasketProduct.product_id, models.BasketProduct.basket_id),
        "The baskets that hold it.",
    )
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(models.ProductBasket, read=ProductPermission.READ, visible=everyone, order={"name": "ASC"})
class ProductBasket(Node):
    """A set of products. One of type WALLET_SHARE is an offering area."""

    name = column("Name, at most 200 characters.", sort="name_sort")
    type = column("What the basket is for.")
    active = column("Whether it is used now.")
    products = connection(
        "Product",
        through(models.BasketProduct.basket_id, models.BasketProduct.product_id),
        "The products in it, by name.",
    )
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
