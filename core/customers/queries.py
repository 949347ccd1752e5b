"""Ways to customers."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    customer=by_id("Customer", "The customer card with an id."),
    customers=connection("Customer", None, "The visible customers, by name."),
)
