"""Ways to opportunities and stages."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    opportunity=by_id("Opportunity", "The opportunity with an id."),
    opportunities=connection("Opportunity", None, "The visible opportunities, by name."),
    stage=by_id("Stage", "The stage with an id."),
    stages=connection("Stage", None, "The stages, in their order."),
)
