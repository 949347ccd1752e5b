"""What must hold for leads."""

from core.contacts.enums import Consent
from core.writing import Code, Draft, Rules
from plugins.leads.data import problem_of
from plugins.leads.enums import LeadStatus

TELLING = (
    *("company", "business_id", "first_name", "last_name", "email", "phone", "website", "notes"),
    *("title", "data"),
)
"""A lead needs one of these."""


class LeadRules(Rules):
    """A lead tells something, has a reason if it is disqualified, and is not converted by hand.

    Another system, which brings the lead by its external id, may say that it converted the lead
    itself. A consent remembers when it was given.
    """

    def complete(self, draft: Draft) -> None:
        if draft.differs("marketing_consent"):
            known = draft.get("marketing_consent") is not Consent.UNKNOWN
            now = self.writing.deployment.clock.now()
            draft.values["marketing_consent_at"] = now if known else None
        if draft.get("status") is not LeadStatus.DISQUALIFIED and draft.differs("status"):
            draft.values.setdefault("disqualified_reason", None)

    def check(self, draft: Draft) -> None:
        if "archived_at" in draft.values:
            return
        if not any(draft.get(name) for name in TELLING):
            text = "or another of the person's or company's data is required: give one."
            draft.refuse("company", text, Code.REQUIRED)
        if "data" in draft.values and (problem := problem_of(draft.values["data"])):
            draft.refuse("data", problem)
        self._check_reason(draft)
        if draft.differs("status"):
            self._check_conversion(draft)

    def _check_reason(self, draft: Draft) -> None:
        disqualified = draft.get("status") is LeadStatus.DISQUALIFIED
        reason = draft.get("disqualified_reason")
        if disqualified and not reason:
            text = "is required: say why the lead is disqualified."
            draft.refuse("disqualified_reason", text, Code.REQUIRED)
        elif reason and not disqualified:
            draft.refuse("disqualified_reason", "can stand only with the status DISQUALIFIED.")

    def _check_conversion(self, draft: Draft) -> None:
        elsewhere = draft.external is not None and draft.get("converted_at") is None
        if elsewhere:
            return
        if draft.before("status") is LeadStatus.CONVERTED:
            draft.refuse("status", "is CONVERTED and stays so: the lead was converted.")
        elif draft.get("status") is LeadStatus.CONVERTED:
            draft.refuse("status", "becomes CONVERTED only by a conversion: call `convertLead`.")
