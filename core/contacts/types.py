"""The GraphQL type of contacts."""

from core.contacts import models
from core.contacts.permissions import ContactPermission
from core.declare import Node, column, entity, one
from core.searching import search_text
from core.visibility import WithParent


@entity(
    models.Contact,
    read=ContactPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"name": "ASC"},
    search=search_text,
)
class Contact(Node):
    """A person at a customer. Visible with the customer."""

    customer = one("Customer", "The customer where the person works.")
    first_name = column("First name, at most 100 characters.")
    last_name = column("Last name, at most 100 characters.")
    name = column("First and last name. Sorts by last name.", sort="name_sort")
    title = column("Title or position, at most 100 characters.")
    role = one("Keyword", "What the person is to us (list CONTACT_ROLE).")
    email = column("E-mail address, lower case.")
    phone = column("Phone number in E.164, such as +358401234567.")
    mobile = column("Mobile phone number in E.164; text messages go here.")
    language = column("Language of letters and messages: fi, hr or en.")
    is_primary = column("Whether this is the customer's primary contact; at most one is.")
    marketing_consent = column("Whether the person agreed to marketing messages.")
    marketing_consent_at = column("When the person gave or refused the consent.")
    notes = column("Free text.")
    created_at = column("When the contact was made.")
    updated_at = column("When the contact was last changed.")
    archived_at = column("When the contact was archived; null while in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
