"""Contacts on the customer card."""

from core.contacts.models import Contact
from core.contacts.permissions import ContactPermission
from core.customers.types import Customer
from core.declare import connection, extend

customer = extend(
    Customer,
    contacts=connection(
        "Contact",
        Contact.customer_id,
        "The people at the customer, by last name.",
        permission=ContactPermission.READ,
    ),
)
