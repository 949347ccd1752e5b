"""What must hold for reminders."""

from collections.abc import Sequence
from datetime import timedelta

from core.writing import Code, Draft, Rules
from plugins.pupesoft_tools.contacts import check_contacts
from plugins.pupesoft_tools.reminders.permissions import ReminderPermission

FIRST_YEAR, LAST_YEAR = 1970, 2999
LONGEST_SNOOZE = timedelta(days=366)

DONE = "is acknowledged: make another one."


class ReminderRules(Rules):
    """A reminder is changed by whom it is for and by its author, until it is acknowledged; for
    colleagues they are made by those who may.
    """

    def complete(self, draft: Draft) -> None:
        if draft.creating:
            draft.values["author_id"] = self.writing.actor_id
            if draft.get("employee_id") is None:
                draft.values["employee_id"] = self.writing.actor_id
            if draft.get("employee_id") is None:
                draft.refuse("employee_id", "is required: say whom it is for.", Code.REQUIRED)
        elif draft.differs("due_at"):
            draft.values["snoozed_until"] = None

    def check(self, draft: Draft) -> None:
        viewer = self.writing.viewer
        concerned = draft.before("employee_id"), draft.before("author_id")
        if not draft.creating and viewer.employee_id not in concerned:
            text = "is for somebody else, and not made by you: change others."
            draft.refuse(draft.key_input, text, Code.FORBIDDEN_VALUE)
        elif draft.before("acknowledged_at") and not draft.differs("archived_at"):
            draft.refuse(draft.key_input, DONE)
        elif draft.differs("employee_id") and draft.get("employee_id") != viewer.employee_id:
            self._check_assigning(draft)
        due = draft.values.get("due_at")
        if due is not None and not FIRST_YEAR <= due.year <= LAST_YEAR:
            draft.refuse("due_at", f"must be in the years {FIRST_YEAR} to {LAST_YEAR}.")

    def _check_assigning(self, draft: Draft) -> None:
        if not self.writing.viewer.may(ReminderPermission.ASSIGN):
            text = f"is not you: that needs the permission '{ReminderPermission.ASSIGN}'."
            draft.refuse("employee_id", text, Code.FORBIDDEN_VALUE)

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        await check_contacts(self.writing, drafts)


class OwnRules(Rules):
    """What is done to an open reminder by whom it is for alone."""

    def check(self, draft: Draft) -> None:
        if draft.before("employee_id") != self.writing.viewer.employee_id:
            draft.refuse("id", "is for somebody else.", Code.FORBIDDEN_VALUE)
        elif draft.before("acknowledged_at"):
            draft.refuse("id", DONE)


class AcknowledgingRules(OwnRules):
    """Who acknowledges says what came of it."""

    def complete(self, draft: Draft) -> None:
        draft.values["acknowledged_at"] = self.writing.deployment.clock.now()
        draft.values["acknowledged_by_id"] = self.writing.actor_id

    def check(self, draft: Draft) -> None:
        super().check(draft)
        if draft.ok and draft.get("note") is None:
            draft.refuse("note", "is required: say what came of it.", Code.REQUIRED)


class SnoozingRules(OwnRules):
    """It is put off into the future, by a year at most."""

    def check(self, draft: Draft) -> None:
        super().check(draft)
        now, until = self.writing.deployment.clock.now(), draft.get("snoozed_until")
        if until is None or until <= now:
            draft.refuse("snoozed_until", "must be in the future.")
        elif until - now > LONGEST_SNOOZE:
            draft.refuse("snoozed_until", f"must be within {LONGEST_SNOOZE.days} days.")
