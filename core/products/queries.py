"""Ways to products and product baskets."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    product=by_id("Product", "The product with an id."),
    products=connection("Product", None, "All products, by name."),
    product_basket=by_id("ProductBasket", "The product basket with an id."),
    product_baskets=connection("ProductBasket", None, "All product baskets, by name."),
)
