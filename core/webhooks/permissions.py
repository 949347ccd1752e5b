"""What an employee may do with HTTP requests to other systems."""

from core.permissions import Permission


class WebhookPermission(Permission):
    SEND = "webhooks:send", "Send HTTP requests by tools, to the hosts that the settings allow."
    READ = "webhooks:read", "Read the log of all requests, what was sent included."
