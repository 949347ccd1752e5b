"""Ways to contacts."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    contact=by_id("Contact", "The contact with an id."),
    contacts=connection("Contact", None, "The contacts of visible customers, by last name."),
)
