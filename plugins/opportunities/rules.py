"""What must hold for opportunities and their stages."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, select

from core.contacts.models import Contact
from core.declare.field import Alias
from core.keywords.rules import check_labels
from core.products.enums import BasketType
from core.reading.rows import keys_parameter
from core.writing import Code, Draft, Rules
from plugins.opportunities.enums import StageKind
from plugins.opportunities.models import Opportunity, Stage

CERTAIN: Mapping[StageKind, int] = {StageKind.WON: 100, StageKind.LOST: 0}
"""The probability, in percent, of what is decided."""


class OpportunityRules(Rules):
    """It begins in the first open stage, its contact is the customer's, and its end has a day.

    `closed_on` is today when it is won or lost without a day, and none while it is open. A
    probability set by hand is kept, and does not count once it is won or lost.
    """

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        stages = await self._stages()
        usable = (s.id for s in stages.values() if s.kind is StageKind.OPEN and not s.archived_at)
        first = next(usable, None)
        for draft in drafts:
            if draft.get("stage_id") is None:
                draft.values["stage_id"] = first
            if draft.get("stage_id") is None:
                draft.refuse("stage_id", "is required: there is no open stage.", Code.REQUIRED)
            elif draft.differs("stage_id") or "closed_on" in draft.values:
                self._close(draft, stages[draft.get("stage_id")].kind)

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        moved = [d for d in drafts if d.differs("contact_id") or d.differs("customer_id")]
        customers = await self._customers_of(d.get("contact_id") for d in moved)
        for draft in moved:
            contact = draft.get("contact_id")
            if contact is not None and customers.get(contact) != draft.get("customer_id"):
                draft.refuse("contact_id", "is not a contact of the customer.")

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


class StageRules(Rules):
    """Won is 100 percent and lost is 0; the kind of a stage in which opportunities are is fixed."""

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


def is_offering_area(row: Alias) -> ColumnElement[bool]:
    inside: ColumnElement[bool] = row.type == BasketType.WALLET_SHARE
    return inside
