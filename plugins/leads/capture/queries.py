"""Ways to web forms."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    lead_form=by_id("LeadForm", "The web form with an id."),
    lead_forms=connection("LeadForm", None, "The web forms, by name."),
)
