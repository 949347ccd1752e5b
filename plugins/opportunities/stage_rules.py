"""What must hold for stages."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.keywords.rules import check_labels
from core.reading.rows import keys_parameter
from core.writing import Code, Draft, Rules
from plugins.opportunities.enums import StageKind
from plugins.opportunities.history import record
from plugins.opportunities.models import Opportunity

CERTAIN: Mapping[StageKind, int] = {StageKind.WON: 100, StageKind.LOST: 0}
"""The probability, in percent, of what is decided."""


class StageRules(Rules):
    """Won is 100 percent and lost is 0; the kind of a stage in which opportunities are is fixed.

    Another probability of a stage is one of the opportunities that follow it, and stands in their
    history.
    """

    def complete(self, draft: Draft) -> None:
        draft.values["code"] = draft.get("code").upper()
        kind = draft.get("kind")
        if kind in CERTAIN and (draft.differs("kind") or draft.get("probability") is None):
            draft.values.setdefault("probability", CERTAIN[kind])
            if draft.values["probability"] is None:
                draft.values["probability"] = CERTAIN[kind]

    def check(self, draft: Draft) -> None:
        check_labels(draft)
        kind, probability = draft.get("kind"), draft.get("probability")
        if probability is None:
            draft.refuse("probability", "is required: give a percentage.", Code.REQUIRED)
        elif probability != CERTAIN.get(kind, probability):
            draft.refuse("probability", f"is {CERTAIN[kind]} in a stage that is {kind.name}.")

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        moved = {d.key: d for d in drafts if not d.creating and d.differs("kind")}
        if moved:
            used = select(Opportunity.stage_id).where(
                Opportunity.stage_id == keys_parameter(k for k in moved if k is not None)
            )
            for key in set(await self.writing.session.scalars(used)):
                text = "is fixed while opportunities are in the stage: make another stage."
                moved[key].refuse("kind", text)

    async def written(self, drafts: Sequence[Draft]) -> None:
        likelier = [d.key for d in drafts if not d.creating and d.key and d.differs("probability")]
        if likelier:
            await record(self.writing, Opportunity.stage_id == keys_parameter(likelier))
