"""What must hold for groups, and for customers that are in one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from core.customers.models import Customer
from core.numbering import NumberSeries, take_numbers
from core.reading.rows import keys_parameter
from core.writing import Action, Change, Clash, Code, Draft, Rules
from plugins.groups.models import MOST_DIMENSIONS, CustomerGroup, CustomerGroupMember

MOST_DIGITS = 15
TAKEN = "is the name of another group in use: use another one."


class CustomerGroupRules(Rules):
    """Its number series begins where it says; archived, it lets its customers go."""

    clashes: ClassVar[Mapping[str, Clash]] = {"uq_customer_group_name": Clash("name", TAKEN)}

    def complete(self, draft: Draft) -> None:
        _check_start(draft)
        _check_dimensions(draft)

    async def written(self, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            if draft.differs("number_start") and draft.key is not None:
                await self._begin_series(draft.key, draft.get("number_start"))
        await self._let_go([d.key for d in drafts if d.key and d.get("archived_at") is not None])

    async def _begin_series(self, key: int, start: str | None) -> None:
        session, code = self.writing.session, series_of(key)
        await session.execute(delete(NumberSeries).where(NumberSeries.code == code))
        if start is not None:
            row = {"code": code, "next_number": int(start)}
            await session.execute(insert(NumberSeries).values(row))

    async def _let_go(self, keys: Sequence[int]) -> None:
        """Put the customers of groups under no group."""
        if not keys:
            return
        member = CustomerGroupMember
        gone = delete(member).where(member.group_id == keys_parameter(keys))
        rows = await self.writing.session.execute(
            gone.returning(member.customer_id, member.group_id)
        )
        for customer, group in sorted(tuple(row) for row in rows):
            self.writing.note(_left(customer, group))


class SpecialGroupRules(Rules):
    """Names are unique among groups in use."""

    clashes: ClassVar[Mapping[str, Clash]] = {"uq_special_group_name": Clash("name", TAKEN)}


class GroupedCustomerRules(Rules):
    """New customers of a group with a number series get the next free number of it."""

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        wanted: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            if draft.creating and not draft.get("number"):
                for group in draft.values.get("customer_group_id", ()):
                    wanted[group].append(draft)
        if not wanted:
            return
        taken = {d.get("number") for d in drafts}
        for key, start in await self._starts(wanted):
            numbers = await take_numbers(
                self.writing.session,
                series_of(key),
                Customer.number,
                len(wanted[key]),
                taken,
                start=int(start),
            )
            for draft, number in zip(wanted[key], numbers, strict=True):
                draft.values["number"] = number
            taken.update(numbers)

    async def _starts(self, groups: Mapping[int, object]) -> Sequence[tuple[int, str]]:
        """The groups that have a series and where it began, always in the same order."""
        group = CustomerGroup
        found = select(group.id, group.number_start).where(
            group.id == keys_parameter(groups), group.number_start.is_not(None)
        )
        rows = await self.writing.session.execute(found.order_by(group.id))
        return [(row[0], str(row[1])) for row in rows]


def series_of(group: int) -> str:
    """The code of a group's number series."""
    return f"customer_group:{group}"


def _left(customer: int, group: int) -> Change:
    old, new = {"customer_group_id": group}, {"customer_group_id": None}
    return Change("Customer", customer, customer, Action.UPDATE, old, new)


def _check_start(draft: Draft) -> None:
    start = draft.values.get("number_start")
    if start is None:
        return
    digits = start.lstrip("0")
    if start.isascii() and start.isdigit() and 0 < len(digits) <= MOST_DIGITS:
        draft.values["number_start"] = digits
    else:
        del draft.values["number_start"]
        draft.refuse("number_start", f"must be a whole number of 1 to {MOST_DIGITS} digits: 1000.")


def _check_dimensions(draft: Draft) -> None:
    given = draft.values.get("dimensions")
    if given is None:
        return
    if len(given) > MOST_DIMENSIONS:
        text = f"has {len(given)} dimensions: give at most {MOST_DIMENSIONS}."
        draft.refuse("dimensions", text, Code.TOO_MANY)
    elif None in given:
        draft.refuse("dimensions", "has a blank: give the dimensions of the levels in use.")
