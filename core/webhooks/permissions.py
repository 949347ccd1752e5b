"""What an employee may do with HTTP requests to other systems."""

from core.permissions import Permission


class WebhookPermission(Permission):
    SEND = "webhooks:send", "Send HTTP requests by tools, to the hosts that the settings allow."
    READ = (
        "webhooks:read",
        "Read the requests that one's tools sent, or that concern visible customers.",
    )
    READ_ALL = "webhooks:read_all", "Read all requests, what was sent included."
