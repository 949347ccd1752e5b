"""Ways to e-mails."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    email=by_id("Email", "The e-mail with an id."),
    emails=connection("Email", None, "Visible e-mails, the latest first."),
)
