"""The GraphQL type of e-mails."""

from core.declare import Node, column, entity, one
from core.mail import models
from core.mail.permissions import MailPermission
from core.visibility import WithParent


@entity(
    models.Email,
    read=MailPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"id": "DESC"},
)
class Email(Node):
    """An e-mail that left, or is about to. Visible to its sender, and with its customer."""

    sender = one("Employee", "On whose behalf it was written; it is from the deployment's address.")
    customer = one("Customer", "The customer that it concerns.")
    record_id = column("Id of the record that it was written about; find it with `node`.")
    recipients = column("The addresses it goes to.")
    subject = column("Its subject, at most 500 characters.")
    text = column("Its text.")
    html = column("The same as HTML, if there is any.")
    attachments = column("The names of the files that go with it.")
    message_id = column("Its Message-ID, the same at each attempt.")
    state = column("How far it is.")
    attempts = column("How often it was handed to the mail server.")
    error = column("Why it failed, or why the last attempt did; null otherwise.")
    created_at = column("When it was written.")
    next_attempt_at = column("When it is tried again; null if it is not.")
    sent_at = column("When the mail server took it.")
    failed_at = column("When it was given up.")
