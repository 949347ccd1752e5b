"""The contact that an entry or reminder is about."""

from collections.abc import Sequence

from sqlalchemy import select

from core.contacts.models import Contact
from core.reading.rows import keys_parameter
from core.writing import Draft, Writing


async def check_contacts(writing: Writing, drafts: Sequence[Draft]) -> None:
    """Refuse contacts that are not of the customer; of all drafts by one statement."""
    moved = [d for d in drafts if d.differs("contact_id") or d.differs("customer_id")]
    named = {d: d.get("contact_id") for d in moved if d.get("contact_id") is not None}
    if not named:
        return
    wanted = select(Contact.id, Contact.customer_id).where(
        Contact.id == keys_parameter(sorted(set(named.values())))
    )
    rows = await writing.session.execute(wanted)
    customers = {row.id: row.customer_id for row in rows}
    for draft, contact in named.items():
        if customers.get(contact) != draft.get("customer_id"):
            draft.refuse("contact_id", "is not a contact of the customer.")
