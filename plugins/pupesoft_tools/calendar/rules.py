"""What must hold for calendar entries."""

from collections.abc import Sequence

from core.writing import Code, Draft, Rules
from plugins.pupesoft_tools.calendar import period
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission
from plugins.pupesoft_tools.contacts import check_contacts


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
        await check_contacts(self.writing, drafts)
