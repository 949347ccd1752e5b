"""Whose labels are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, null, select
from sqlalchemy.orm import aliased

from core.contacts.models import Contact
from core.customers.models import Customer
from core.deployment import Deployment
from core.viewer import Viewer
from plugins.pupesoft_tools.address_labels.enums import LabelAddress, LabelRecipient
from plugins.pupesoft_tools.address_labels.labels import Address, Label, lines_of
from plugins.pupesoft_tools.choosing.customers import chosen

PARTS = ("street", "postal_code", "city", "country")


@dataclass(frozen=True)
class Choice:
    """What labels are of: filters of customers and contacts, as JSON."""

    filter: object
    contact_filter: object
    recipient: LabelRecipient
    address: LabelAddress


@dataclass(frozen=True)
class Found:
    """Labels in the order of names, and the keys of customers without an address.

    `count` is how many there would be if all had one.
    """

    labels: Sequence[Label]
    left_out: Sequence[int]
    count: int

    @property
    def customers(self) -> list[int]:
        """The keys of the customers that have a label."""
        return list(dict.fromkeys(label.customer_id for label in self.labels))


async def find_labels(
    deployment: Deployment, viewer: Viewer, choice: Choice, home: str, limit: int
) -> Found:
    """The labels of customers that the viewer sees, at most so many; one statement.

    Refusal for a filter that cannot be used, Forbidden without the right to read what it takes.
    """
    rows = await deployment.database.fetch(_statement(deployment, viewer, choice).limit(limit))
    labels: list[Label] = []
    left_out: dict[int, None] = {}
    for row in rows:
        address = _address(row, choice.address)
        if address.is_known:
            labels.append(Label(row.id, lines_of((row.name, row.contact), address, home)))
        else:
            left_out[row.id] = None
    return Found(labels, list(left_out), len(rows))


def _statement(deployment: Deployment, viewer: Viewer, choice: Choice) -> Select[Any]:
    customer: Any = aliased(Customer)
    contact: Any = aliased(Contact)
    of_people = choice.recipient is LabelRecipient.CONTACT
    found = select(
        customer.id,
        customer.name,
        (contact.name if of_people else null()).label("contact"),
        *(getattr(customer, f"{kind}_{p}") for kind in ("billing", "delivery") for p in PARTS),
    ).where(*chosen(deployment, viewer, "filter", choice.filter, customer, "Customer"))
    if not of_people:
        return found.order_by(customer.bare_name_sort, customer.id)
    wanted = chosen(deployment, viewer, "contactFilter", choice.contact_filter, contact, "Contact")
    return found.outerjoin(contact, and_(contact.customer_id == customer.id, *wanted)).order_by(
        customer.bare_name_sort, customer.id, contact.name_sort, contact.id
    )


def _address(row: Any, wanted: LabelAddress) -> Address:
    billing, delivery = (
        Address(*(getattr(row, f"{kind}_{part}") for part in PARTS))
        for kind in ("billing", "delivery")
    )
    return delivery if wanted is LabelAddress.DELIVERY and delivery.is_whole else billing
