"""What must hold for contacts."""

from collections.abc import Mapping
from typing import ClassVar

from core.contacts.enums import Consent
from core.writing import Clash, Draft, Rules


class ContactRules(Rules):
    """A customer has one primary contact in use; a consent remembers when it was given."""

    clashes: ClassVar[Mapping[str, Clash]] = {
        "uq_contact_primary": Clash(
            "is_primary", "is true of another contact of the customer: change that one first."
        )
    }

    def complete(self, draft: Draft) -> None:
        if draft.differs("marketing_consent"):
            known = draft.get("marketing_consent") is not Consent.UNKNOWN
            now = self.writing.deployment.clock.now()
            draft.values["marketing_consent_at"] = now if known else None
