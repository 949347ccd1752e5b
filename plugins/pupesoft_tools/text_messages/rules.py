"""What must hold for consents."""

from collections.abc import Mapping
from typing import ClassVar

from core.contacts.enums import Consent
from core.writing import Clash, Draft, Rules


class ConsentRules(Rules):
    """A customer has one consent in use, which remembers when it was given or refused."""

    clashes: ClassVar[Mapping[str, Clash]] = {
        "uq_text_message_consent_customer_id": Clash(
            "customer_id", "has a consent already: change that one."
        )
    }

    def complete(self, draft: Draft) -> None:
        if draft.differs("consent"):
            known = draft.get("consent") is not Consent.UNKNOWN
            draft.values["given_at"] = self.writing.deployment.clock.now() if known else None
