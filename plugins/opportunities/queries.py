"""Ways to opportunities and stages."""

from core.declare import by_id, connection, extend
from core.roots import Query
from plugins.opportunities.history import as_of

fields = extend(
    Query,
    opportunity=by_id(
        "Opportunity",
        "The opportunity with an id. As of a day it shows the stage, amount, currency, "
        "probability, dates of closing and owner that it had then; all else is as it is now.",
        states=as_of,
    ),
    opportunities=connection("Opportunity", None, "The visible opportunities, by name."),
    stage=by_id("Stage", "The stage with an id."),
    stages=connection("Stage", None, "The stages, in their order."),
)
