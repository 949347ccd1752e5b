"""Changing the state of all customers of a list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.context import Info
from core.customers.models import Customer
from core.declare import extend
from core.roots import Mutation
from core.viewer import require
from core.writing import Code, Mode, Outcome, UserError, Writing, attempt, write
from core.writing.refusing import Refusal, refusal
from plugins.pupesoft_tools.choosing.customers import chosen
from plugins.pupesoft_tools.customer_list.permissions import CustomerListPermission
from plugins.pupesoft_tools.customer_list.types import (
    ChangeCustomerStatesInput,
    ChangeCustomerStatesPayload,
)
from plugins.pupesoft_tools.settings import PupesoftToolsSettings


@extend(Mutation, permission=CustomerListPermission.CHANGE_STATE)
async def change_customer_states(
    info: Info,
    input: Annotated[
        ChangeCustomerStatesInput,
        strawberry.argument(description="Which customers come to which state."),
    ],
) -> ChangeCustomerStatesPayload | None:
    """Change the sales state of all customers that a filter finds: all of them, or none.

    Each change is in the change log. Needs `customer_list:change_state` and `customers:write`.
    """
    context = info.context
    deployment, viewer = context.deployment, context.require()
    for right in deployment.registry.writes["Customer"].rights_for(Mode.UPDATE):
        require(viewer, right)
    work = _Work(input, deployment.settings_of(PupesoftToolsSettings).customer_list.states)
    try:
        found = await attempt(deployment, viewer, work.done, work.keeps)
    except Refusal as problem:
        return ChangeCustomerStatesPayload(count=0, changed=0, user_errors=[problem.error])
    context.loaders.clear()
    return found


@dataclass(frozen=True)
class _Work:
    """A change of states, of at most so many customers."""

    input: ChangeCustomerStatesInput
    limit: int

    def keeps(self, payload: ChangeCustomerStatesPayload) -> bool:
        """Whether what was done stays."""
        return not self.input.dry_run and not payload.user_errors

    async def done(self, writing: Writing) -> ChangeCustomerStatesPayload:
        """Change them, in a transaction that the caller ends."""
        keys = await self._locked(writing)
        self._check(len(keys))
        batch = await write(
            writing,
            writing.deployment.registry.writes["Customer"],
            [{"id": key, "state_id": self.input.state_id} for key in keys],
            mode=Mode.UPDATE,
            atomic=True,
            path=("input", "filter"),
        )
        return ChangeCustomerStatesPayload(
            count=len(keys),
            changed=sum(o.action is not None for o in batch.outcomes),
            user_errors=_told(batch.outcomes),
        )

    async def _locked(self, writing: Writing) -> Sequence[int]:
        """The customers, which nobody else changes until the end."""
        row: Any = aliased(Customer)
        found = chosen(
            writing.deployment, writing.viewer, "filter", self.input.filter, row, "Customer"
        )
        statement = select(row.id).where(*found).order_by(row.id).limit(self.limit + 1)
        keys = await writing.session.scalars(statement.with_for_update(of=row))
        return keys.all()

    def _check(self, count: int) -> None:
        if count == 0:
            raise refusal("filter", "finds no customer that you see.", Code.NOT_FOUND)
        if count > self.limit:
            text = f"finds more than {self.limit} customers: change fewer at once."
            raise refusal("filter", text, Code.TOO_MANY)
        expected = self.input.expected_count
        if self.input.dry_run and expected is None:
            return
        if expected is None:
            text = f"is required: there are {count} customers; make a dry run and repeat it here."
            raise refusal("expectedCount", text, Code.REQUIRED)
        if expected != count:
            text = f"is {expected}, and there are {count} customers now: look at the list again."
            raise refusal("expectedCount", text, Code.CONFLICT)


def _told(outcomes: Sequence[Outcome]) -> list[UserError]:
    """What is wrong with any customer, once; a state that cannot be given is wrong with all."""
    found: dict[tuple[str, str], UserError] = {}
    for error in (error for outcome in outcomes for error in outcome.errors):
        of_state = error.path[-1] == "stateId"
        told = replace(error, path=["input", "stateId"]) if of_state else error
        found.setdefault((told.code, told.message), told)
    return list(found.values())
