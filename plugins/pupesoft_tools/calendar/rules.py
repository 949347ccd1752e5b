"""What must hold for calendar entries."""

from collections.abc import Sequence

from sqlalchemy import select

from core.contacts.models import Contact
from core.reading.rows import keys_parameter
from core.writing import Code, Draft, Rules
from plugins.pupesoft_tools.calendar import period
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission


class CalendarRules(Rules):
    """An entry has times or whole days, its contact is the customer's, and others' calendars are
    changed by those alone who may.
    """

    def complete(self, draft: Draft) -> None:
        period.settle(draft)
        if not draft.creating:
            return
        writing = self.writing
        draft.values["author_id"] = writing.actor_id
        draft.values["time_zone"] = writing.deployment.settings.time_zone.key
        if draft.get("owner_id") is None:
            draft.values["owner_id"] = writing.actor_id
        if draft.get("owner_id") is None:
            draft.refuse("owner_id", "is required: say whose calendar.", Code.REQUIRED)

    def check(self, draft: Draft) -> None:
        self._check_owner(draft)
        if draft.ok and not draft.differs("archived_at"):
            period.check(draft)

    def _check_owner(self, draft: Draft) -> None:
        own = self.writing.viewer.employee_id
        if self.writing.viewer.may(CalendarPermission.WRITE_ALL):
            return
        if not draft.creating and draft.before("owner_id") != own:
            text = "is in the calendar of somebody else: change entries of yours."
            draft.refuse(draft.key_input, text, Code.FORBIDDEN_VALUE)
        elif draft.get("owner_id") != own:
            text = f"is not you: that needs the permission '{CalendarPermission.WRITE_ALL}'."
            draft.refuse("owner_id", text, Code.FORBIDDEN_VALUE)

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        await check_contacts(self, drafts)


async def check_contacts(rules: Rules, drafts: Sequence[Draft]) -> None:
    """Refuse contacts that are not of the customer."""
    moved = [d for d in drafts if d.differs("contact_id") or d.differs("customer_id")]
    named = {d: d.get("contact_id") for d in moved if d.get("contact_id") is not None}
    if not named:
        return
    wanted = select(Contact.id, Contact.customer_id).where(
        Contact.id == keys_parameter(sorted(set(named.values())))
    )
    rows = await rules.writing.session.execute(wanted)
    customers = {row.id: row.customer_id for row in rows}
    for draft, contact in named.items():
        if customers.get(contact) != draft.get("customer_id"):
            draft.refuse("contact_id", "is not a contact of the customer.")
