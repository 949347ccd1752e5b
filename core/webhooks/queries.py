"""Ways to the log of HTTP requests."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    webhook_call=by_id("WebhookCall", "The request with an id."),
    webhook_calls=connection("WebhookCall", None, "The requests of tools, the latest first."),
)
