"""Ways to leads."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    lead=by_id("Lead", "The lead with an id."),
    leads=connection("Lead", None, "The visible leads, the newest first."),
)
