"""What must hold for responsibilities."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlalchemy import update

from core.reading.rows import keys_parameter
from core.writing import Clash, Draft, Rules
from plugins.groups.responsibility_models import Responsibility, ResponsibilityRole

DAYS = ("valid_from", "valid_to")
TWICE = "is responsible for the customer already: change that responsibility."


class ResponsibilityRules(Rules):
    """Customer and employee stay; days lie in the years 1000 to 2999."""

    clashes: ClassVar[Mapping[str, Clash]] = {
        "uq_responsibility_customer_id_employee_id": Clash("employee_id", TWICE)
    }

    def complete(self, draft: Draft) -> None:
        for name in DAYS:
            day = draft.values.get(name)
            if day is not None and not 1000 <= day.year <= 2999:
                draft.refuse(name, "must be in the years 1000 to 2999.")

    def check(self, draft: Draft) -> None:
        for name in ("customer_id", "employee_id"):
            if not draft.creating and draft.differs(name):
                draft.refuse(name, "is fixed: make another responsibility.")

    async def written(self, drafts: Sequence[Draft]) -> None:
        """Let roles bear the customer of the responsibility."""
        keys = [d.key for d in drafts if d.key and d.values.get("role_ids")]
        if not keys:
            return
        pair, row = ResponsibilityRole, Responsibility
        same = pair.responsibility_id == row.id, row.id == keys_parameter(keys)
        statement = update(pair).where(*same, pair.customer_id.is_(None))
        await self.writing.session.execute(
            statement.values(customer_id=row.customer_id),
            execution_options={"synchronize_session": False},
        )
