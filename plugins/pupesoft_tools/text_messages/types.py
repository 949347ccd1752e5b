"""The GraphQL types of text messages and consents."""

from core.declare import Node, column, entity, one
from core.visibility import WithParent
from plugins.pupesoft_tools.text_messages import models
from plugins.pupesoft_tools.text_messages.permissions import TextMessagePermission


@entity(
    models.TextMessage,
    read=TextMessagePermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"id": "DESC"},
)
class TextMessage(Node):
    """A text message that left, or is about to. Visible with the customer."""

    sender = one("Employee", "Who sent it.")
    customer = one("Customer", "The customer it goes to, or whose contact it goes to.")
    contact = one("Contact", "The person it goes to; null if it goes to the customer's own number.")
    number = column("The number it goes to, in E.164.")
    text = column("What it says.")
    encoding = column("How its letters are sent.")
    segments = column("In how many parts it is sent; each is paid for.")
    gateway = column("The gateway that it is handed to.")
    gateway_id = column("What the gateway calls it; null if it does not tell.")
    state = column("How far it is.")
    attempts = column("How often it was handed to the gateway.")
    error = column("Why it failed, or why the last attempt did; null otherwise.")
    created_at = column("When it was written.")
    next_attempt_at = column("When it is tried again; null if it is not.")
    sent_at = column("When the gateway took it.")
    failed_at = column("When it was given up.")


@entity(
    models.TextMessageConsent,
    read=TextMessagePermission.READ,
    visible=WithParent("Customer", "customer_id"),
)
class TextMessageConsent(Node):
    """Whether a customer's own number may be sent text messages. Visible with the customer.

    A contact's number needs the contact's `marketingConsent`.
    """

    customer = one("Customer", "The customer; each has one consent in use.")
    consent = column("What was agreed; messages are sent with GIVEN alone.")
    given_at = column("When it was given or refused.")
    basis = column("How it is known, such as a contract, at most 200 characters.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
