"""The GraphQL type of HTTP requests to other systems."""

from core.declare import Node, column, entity, one
from core.visibility import WithParent
from core.webhooks import models
from core.webhooks.permissions import WebhookPermission


@entity(
    models.WebhookCall,
    read=WebhookPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"id": "DESC"},
)
class WebhookCall(Node):
    """An HTTP request of a tool to another system. Visible to who ran it, and with its customer."""

    sender = one("Employee", "Who ran the tool.")
    record_id = column("Id of the record that it is about; find it with `node`.")
    customer = one("Customer", "The customer that it concerns.")
    method = column("POST or PUT.")
    url = column("Where it goes.")
    body = column("What is sent: JSON, signed.")
    status_code = column("The status of the latest answer; null if none came.")
    state = column("How far it is.")
    attempts = column("How often it was sent.")
    error = column("Why it failed, or why the last attempt did; null otherwise.")
    created_at = column("When the tool ran.")
    next_attempt_at = column("When it is tried again; null if it is not.")
    sent_at = column("When it was answered with a status of 200 to 299.")
    failed_at = column("When it was given up.")
