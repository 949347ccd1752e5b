"""Ways to text messages and consents."""

from core.customers.types import Customer
from core.declare import by_id, connection, extend, one
from core.roots import Query
from plugins.pupesoft_tools.text_messages.models import TextMessage, TextMessageConsent
from plugins.pupesoft_tools.text_messages.permissions import TextMessagePermission

READ = TextMessagePermission.READ

roots = extend(
    Query,
    text_message=by_id("TextMessage", "The text message with an id."),
    text_messages=connection("TextMessage", None, "The text messages, the latest first."),
    text_message_consent=by_id("TextMessageConsent", "The consent with an id."),
    text_message_consents=connection(
        "TextMessageConsent", None, "The consents of customers to be sent text messages."
    ),
)

customer = extend(
    Customer,
    text_messages=connection(
        "TextMessage",
        TextMessage.customer_id,
        "The text messages to the customer and his contacts, the latest first.",
        permission=READ,
    ),
    text_message_consent=one(
        "TextMessageConsent",
        "Whether the customer's own number may be sent text messages; null if nobody asked.",
        by=TextMessageConsent.customer_id,
        permission=READ,
    ),
)
