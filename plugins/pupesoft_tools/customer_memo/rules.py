"""What must hold for memos and their files."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from core.contacts.models import Contact
from core.reading.rows import keys_parameter
from core.writing import Code, Draft, Rules
from plugins.pupesoft_tools.customer_memo.enums import WRITTEN, MemoKind
from plugins.pupesoft_tools.customer_memo.noting import LONGEST_TEXT
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


class OwnRules(Rules):
    """A row is its author's, and is changed by him alone, or by those who manage memos."""

    def complete(self, draft: Draft) -> None:
        if draft.creating:
            draft.values["author_id"] = self.writing.actor_id

    def check(self, draft: Draft) -> None:
        own = draft.creating or draft.before("author_id") == self.writing.actor_id
        if not own and not self.writing.viewer.may(MemoPermission.MANAGE):
            text = "was written by somebody else: write a memo of your own."
            draft.refuse(draft.key_input, text, Code.FORBIDDEN_VALUE)


class MemoRules(OwnRules):
    """It stays with its customer, tells what has happened, and its kind is one that people write.

    What a tool noted stays as it is; it may be archived.
    """

    def complete(self, draft: Draft) -> None:
        super().complete(draft)
        if draft.creating and draft.get("at") is None:
            draft.values["at"] = self.writing.deployment.clock.now()

    def check(self, draft: Draft) -> None:
        super().check(draft)
        if not draft.creating and draft.differs("customer_id"):
            draft.refuse("customer_id", "cannot be changed: write a memo about that customer.")
        if draft.differs("at"):
            self._check_at(draft)
        if draft.differs("kind") and draft.get("kind") not in WRITTEN:
            told = ", ".join(kind.name for kind in MemoKind if kind in WRITTEN)
            draft.refuse("kind", f"is for tools: use one of {told}.", Code.FORBIDDEN_VALUE)
        if len(draft.get("text") or "") > LONGEST_TEXT:
            draft.refuse(
                "text", f"is longer than {LONGEST_TEXT} characters: shorten it.", Code.TOO_LONG
            )
        if not draft.creating and draft.before("kind") not in WRITTEN and _rewrites(draft):
            text = "was noted by a tool and stays as it is: write a memo of your own."
            draft.refuse(draft.key_input, text, Code.FORBIDDEN_VALUE)

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        moved = [d for d in drafts if d.differs("contact_id") and d.get("contact_id") is not None]
        homes = await self._customers_of({d.get("contact_id") for d in moved})
        for draft in moved:
            if homes.get(draft.get("contact_id")) != draft.get("customer_id"):
                draft.refuse("contact_id", "is not a contact of the customer.")

    async def _customers_of(self, contacts: Collection[int]) -> Mapping[int, int]:
        if not contacts:
            return {}
        wanted = select(Contact.id, Contact.customer_id).where(
            Contact.id == keys_parameter(contacts)
        )
        return {r[0]: r[1] for r in await self.writing.session.execute(wanted)}

    def _check_at(self, draft: Draft) -> None:
        if draft.get("at") > self.writing.deployment.clock.now():
            draft.refuse("at", "is in the future: a memo tells what has happened.")
        elif draft.get("at") < EARLIEST:
            draft.refuse("at", "is before the year 1900.")


def _rewrites(draft: Draft) -> bool:
    return any(map(draft.differs, ("kind", "at", "text", "contact_id")))
