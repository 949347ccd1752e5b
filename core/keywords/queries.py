"""Ways to keywords."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    keyword=by_id("Keyword", "The keyword with an id."),
    keywords=connection("Keyword", None, "All keywords, list by list."),
)
