"""What must hold for changes of opportunities that an import brings."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from core.reading.rows import keys_parameter
from core.writing import Draft, Rules
from plugins.opportunities.history import chain
from plugins.opportunities.models import Opportunity, OpportunityChange, Stage

IMPORT = "import"
"""Stands in the place of the way in which an actor came in."""


class Known(NamedTuple):
    """Whose an opportunity is, and since when it has been here."""

    customer_id: int | None
    since: date | None


class ChangeRules(Rules):
    """What is brought lies before the day on which the opportunity came here.

    The probability is the stage's unless it is given.
    """

    def complete(self, draft: Draft) -> None:
        if not 1000 <= draft.get("day").year <= 2999:
            draft.refuse("day", "must be in the years 1000 to 2999.")

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        probabilities = await self._probabilities(drafts)
        known = await self._known(drafts)
        for draft in drafts:
            found = known[draft.get("opportunity_id")]
            draft.values["via"] = IMPORT
            draft.values["customer_id"] = found.customer_id
            if draft.get("probability") is None:
                draft.values["probability"] = probabilities[draft.get("stage_id")]
            if found.since is not None and draft.get("day") >= found.since:
                draft.refuse(
                    "day", f"must be before {found.since}, when the opportunity came here."
                )

    async def written(self, drafts: Sequence[Draft]) -> None:
        before = {d.before("opportunity_id") for d in drafts if not d.creating}
        keys = before | {d.get("opportunity_id") for d in drafts}
        await chain(self.writing, OpportunityChange.opportunity_id == keys_parameter(keys))

    async def _probabilities(self, drafts: Sequence[Draft]) -> Mapping[int, int]:
        keys = {d.get("stage_id") for d in drafts}
        found = select(Stage.id, Stage.probability).where(Stage.id == keys_parameter(keys))
        return {r[0]: r[1] for r in await self.writing.session.execute(found)}

    async def _known(self, drafts: Sequence[Draft]) -> Mapping[int, Known]:
        here = OpportunityChange.via != IMPORT
        found = (
            select(
                Opportunity.id,
                Opportunity.customer_id,
                func.min(OpportunityChange.day).filter(here),
            )
            .outerjoin(OpportunityChange, OpportunityChange.opportunity_id == Opportunity.id)
            .where(Opportunity.id == keys_parameter({d.get("opportunity_id") for d in drafts}))
            .group_by(Opportunity.id)
        )
        return {r[0]: Known(*r[1:]) for r in await self.writing.session.execute(found)}
