"""Memos on the cards of customers and contacts."""

from core.contacts.types import Contact
from core.customers.types import Customer
from core.declare import connection, extend
from plugins.pupesoft_tools.customer_memo.models import Memo
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission

FIELDS = (
    extend(
        Customer,
        memos=connection(
            "Memo",
            Memo.customer_id,
            "The memos about the customer, the latest first.",
            permission=MemoPermission.READ,
        ),
    ),
    extend(
        Contact,
        memos=connection(
            "Memo",
            Memo.contact_id,
            "The memos about the person, the latest first.",
            permission=MemoPermission.READ,
        ),
    ),
)
