"""What must hold for customers."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ARRAY, BindParameter, String, any_, bindparam, func, select

from core.customers.models import Customer
from core.numbering import fill_numbers
from core.writing import Code, Draft, Rules
from core.writing.hierarchy import refuse_cycles

NUMBERS = "customer"
"""The series that customer numbers come from."""

LOCKS = 64
"""How many locks keep parallel writers of one business id apart."""


class Bearer(NamedTuple):
    """A customer that has a business id, and where it stands."""

    key: int | None
    parent: int | None


class CustomerRules(Rules):
    """Numbers come from a series; no customer is its own parent; a business id stands once in use.

    Branches are the exception: a customer may share the business id of its parent, of its
    subsidiaries and of their other subsidiaries. Archiving a customer leaves its subsidiaries,
    contacts and projects as they are.
    """

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        await fill_numbers(self.writing.session, drafts, NUMBERS, Customer.number)

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        await refuse_cycles(self.writing, drafts)
        await self._refuse_known([d for d in drafts if d.get("business_id") and _identifies(d)])

    async def _refuse_known(self, drafts: Sequence[Draft]) -> None:
        if not drafts:
            return
        ids = {d.get("business_id") for d in drafts}
        await self._lock(ids)
        bearers = await self._bearers(ids)
        for draft in drafts:
            known = bearers.setdefault(draft.get("business_id"), [])
            own = Bearer(draft.key, draft.get("parent_id"))
            if all(_of_one_family(own, other) for other in known):
                known.append(own)
            else:
                text = "is that of another customer: use that one, or make this its subsidiary."
                draft.refuse("business_id", text, Code.TAKEN)

    async def _lock(self, ids: set[str]) -> None:
        """Wait for parallel writers of the same business ids."""
        text = func.unnest(_array(ids)).column_valued("text")
        bucket = func.mod(func.abs(func.hashtext(text)), LOCKS).label("bucket")
        buckets = select(bucket).distinct().order_by(bucket).subquery()
        lock = func.pg_advisory_xact_lock(func.hashtext("customer.business_id"), buckets.c.bucket)
        await self.writing.session.execute(select(lock))

    async def _bearers(self, ids: set[str]) -> dict[str, list[Bearer]]:
        statement = select(Customer.business_id, Customer.id, Customer.parent_id).where(
            Customer.business_id == any_(_array(ids)), Customer.archived_at.is_(None)
        )
        found: dict[str, list[Bearer]] = defaultdict(list)
        for business_id, key, parent in await self.writing.session.execute(statement):
            found[str(business_id)].append(Bearer(key, parent))
        return dict(found)


def _identifies(draft: Draft) -> bool:
    """Whether the business id comes into use, or the family that may share it changes."""
    told = ("business_id", "parent_id", "archived_at")
    return draft.get("archived_at") is None and any(map(draft.differs, told))


def _of_one_family(one: Bearer, other: Bearer) -> bool:
    if one.key is not None and one.key == other.key:
        return True
    siblings = one.parent is not None and one.parent == other.parent
    below = one.parent is not None and one.parent == other.key
    above = other.parent is not None and other.parent == one.key
    return siblings or below or above


def _array(texts: set[str]) -> BindParameter[Sequence[str]]:
    return bindparam(None, sorted(texts), type_=ARRAY(String))
