"""What must hold for opportunities."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from core.contacts.models import Contact
from core.money import SplitMethod
from core.reading.rows import keys_parameter
from core.writing import Code, Draft, Rules
from plugins.opportunities.enums import StageKind
from plugins.opportunities.history import KEPT, follow_customer, record
from plugins.opportunities.models import Opportunity, Stage

MOST_WEIGHTS = 60

DECIDED = ("stage_id", "closed_on", "lost_reason_id")
"""What must fit together once it is won or lost."""


class OpportunityRules(Rules):
    """It begins in the first open stage, its contact is the customer's, and its end has a day.

    `closed_on` is today when it is won or lost without a day, and none while it is open; only what
    is lost has a reason. A probability set by hand is kept, and does not count once it is won or
    lost. An archived stage keeps its opportunities and gets no others. A contact who moves to
    another customer stays where he is named.
    """

    def complete(self, draft: Draft) -> None:
        starts_on = draft.values.get("invoicing_starts_on")
        if starts_on is not None and not 1000 <= starts_on.year <= 2999:
            draft.refuse("invoicing_starts_on", "must be in the years 1000 to 2999.")
        self._complete_split(draft)

    def _complete_split(self, draft: Draft) -> None:
        weighted = draft.get("split_method") is SplitMethod.WEIGHTS
        given = draft.values.get("split_weights")
        if draft.differs("split_method") and not weighted:
            draft.values.setdefault("split_weights", None)
        if given is not None and not _usable(given):
            draft.refuse(
                "split_weights", f"must be 1 to {MOST_WEIGHTS} numbers, not all of them 0."
            )
        elif given and not weighted:
            draft.refuse("split_weights", "can stand only with the split method WEIGHTS.")
        elif weighted and not draft.get("split_weights"):
            draft.refuse(
                "split_weights", "is required with the split method WEIGHTS.", Code.REQUIRED
            )

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        stages = await self._stages()
        usable = (s.id for s in stages.values() if s.kind is StageKind.OPEN and not s.archived_at)
        first = next(usable, None)
        for draft in drafts:
            if draft.get("stage_id") is None:
                draft.values["stage_id"] = first
            if draft.get("stage_id") is None:
                draft.refuse("stage_id", "is required: there is no open stage.", Code.REQUIRED)
            elif not draft.values.keys().isdisjoint(DECIDED):
                kind = stages[draft.get("stage_id")].kind
                self._close(draft, kind)
                _explain(draft, kind)

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        moved = [d for d in drafts if d.differs("contact_id") or d.differs("customer_id")]
        customers = await self._customers_of(d.get("contact_id") for d in moved)
        for draft in moved:
            contact = draft.get("contact_id")
            if contact is not None and customers.get(contact) != draft.get("customer_id"):
                draft.refuse("contact_id", "is not a contact of the customer.")

    async def written(self, drafts: Sequence[Draft]) -> None:
        if changed := [d.key for d in drafts if d.key and any(map(d.differs, KEPT))]:
            await record(self.writing, Opportunity.id == keys_parameter(changed))
        if behind := [d.key for d in drafts if d.key and _leaves_behind(d)]:
            await follow_customer(self.writing, behind)

    def _close(self, draft: Draft, kind: StageKind) -> None:
        if kind is not StageKind.OPEN:
            today = self.writing.deployment.clock.today()
            draft.values["closed_on"] = draft.get("closed_on") or today
        elif draft.values.get("closed_on") is not None:
            draft.refuse("closed_on", "can stand only with a stage that is won or lost.")
        else:
            draft.values["closed_on"] = None

    async def _stages(self) -> Mapping[int, Stage]:
        in_order = select(Stage).order_by(Stage.position, Stage.code)
        rows = await self.writing.session.scalars(in_order)
        return {stage.id: stage for stage in rows}

    async def _customers_of(self, contacts: Iterable[int | None]) -> Mapping[int, int]:
        keys = {key for key in contacts if key is not None}
        if not keys:
            return {}
        statement = select(Contact.id, Contact.customer_id).where(
            Contact.id == keys_parameter(keys)
        )
        return {r[0]: r[1] for r in await self.writing.session.execute(statement)}


def _explain(draft: Draft, kind: StageKind) -> None:
    """Keep a reason of what is lost alone."""
    if kind is StageKind.LOST:
        return
    if draft.values.get("lost_reason_id") is not None:
        draft.refuse("lost_reason_id", "can stand only with a stage that is lost.")
    else:
        draft.values["lost_reason_id"] = None


def _leaves_behind(draft: Draft) -> bool:
    """Whether rows that hang on it do not bear its customer yet."""
    moved = not draft.creating and draft.differs("customer_id")
    return moved or bool(draft.values.get("segment_ids"))


def _usable(weights: Sequence[object]) -> bool:
    few = 1 <= len(weights) <= MOST_WEIGHTS
    return few and None not in weights and any(weights) and all(w >= 0 for w in weights)  # type: ignore[operator]
