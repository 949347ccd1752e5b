"""What a feed brings of customers and products is its own, where the settings say so."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlalchemy import func, select

from core.reading.rows import keys_parameter
from core.writing import AddedInputs, Draft, Rules
from core.writing.external import external_ids
from plugins.finance.fed import FED
from plugins.finance.settings import FinanceSettings


class MasteredRules(Rules):
    """Fields that a master source feeds are changed by that source alone."""

    entity: ClassVar[str]
    fed: ClassVar[Sequence[str]]

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        masters = self.writing.deployment.settings_of(FinanceSettings).master_sources
        changed = {
            d.key or 0: d for d in drafts if not d.creating and any(map(d.differs, self.fed))
        }
        found = await self._masters(masters, [*changed]) if masters and changed else {}
        for key, source in found.items():
            draft = changed[key]
            if draft.external is not None and draft.external.source == source:
                continue
            for name in filter(draft.differs, self.fed):
                text = f"is fed by '{source}' and read-only by hand: change it there."
                draft.refuse(name, text, FED)

    async def _masters(self, sources: frozenset[str], keys: Sequence[int]) -> Mapping[int, str]:
        """The master source of each record that has one."""
        table = external_ids()
        statement = (
            select(table.c.record_id, func.min(table.c.source))
            .where(
                table.c.entity == self.entity,
                table.c.source.in_(sorted(sources)),
                table.c.record_id == keys_parameter(sorted(keys)),
            )
            .group_by(table.c.record_id)
        )
        rows = (await self.writing.session.execute(statement)).all()
        return {row[0]: row[1] for row in rows}


class CustomerRules(MasteredRules):
    """As `SyncCustomerInput` brings them."""

    entity = "Customer"
    fed = (
        "number",
        "name",
        "business_id",
        "vat_id",
        "billing_street",
        "billing_postal_code",
        "billing_city",
        "billing_country",
        "phone",
        "email",
        "currency",
    )


class ProductRules(MasteredRules):
    """As `SyncProductInput` brings them."""

    entity = "Product"
    fed = ("number", "name", "price", "currency", "unit", "department_id", "group_id", "active")


RULES = (
    AddedInputs("Customer", (), CustomerRules),
    AddedInputs("Product", (), ProductRules),
)
