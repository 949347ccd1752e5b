"""What an employee may do with text messages."""

from core.permissions import Permission


class TextMessagePermission(Permission):
    READ = "text_messages:read", "Read text messages to visible customers, and their consents."
    SEND = "text_messages:send", "Send text messages to visible customers and contacts."
    CONSENT = "text_messages:consent", "Note whether a customer may be sent text messages."
