"""Tying offers and invoices to the opportunity that they came of."""

from typing import Any

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.context import Info
from core.declare import Contribution, Node, only_with
from core.writing import Writing, key_of, record_mutation, refusal, transaction, unseen
from plugins.finance import types
from plugins.finance.permissions import FinancePermission


@strawberry.input(description="The opportunity that an offer or invoice came of.")
class LinkOpportunityInput:
    id: strawberry.ID = strawberry.field(description="Id of the offer or invoice.")
    opportunity_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of the opportunity; null unties it."
    )


async def _found(writing: Writing, entity: str, name: str, text: str) -> Any:
    """The row with an id, locked, if the viewer sees it; Refusal otherwise."""
    known = writing.deployment.registry.entity(entity)
    row: Any = aliased(known.model)
    key = key_of(writing.deployment, entity, name, text)
    found = await writing.session.scalar(
        select(row).where(row.id == key, writing.sees(known, row)).with_for_update(of=row)
    )
    if found is None:
        raise unseen(name, entity)
    return found


async def _link(writing: Writing, entity: str, given: LinkOpportunityInput) -> int:
    """Tie a record, whose key it is; Refusal says what is wrong."""
    record = await _found(writing, entity, "id", str(given.id))
    key = None
    if given.opportunity_id is not None:
        opportunity = await _found(
            writing, "Opportunity", "opportunityId", str(given.opportunity_id)
        )
        if opportunity.customer_id not in (None, record.customer_id):
            raise refusal("opportunityId", "is of another customer.")
        key = opportunity.id
    record.opportunity_id = key
    found: int = record.id
    return found


def _mutation(origin: type[Node]) -> Contribution:
    name = origin.__name__.lower()

    async def link(info: Info, input: LinkOpportunityInput) -> int:
        context = info.context
        async with transaction(context.deployment, context.require()) as writing:
            return await _link(writing, origin.__name__, input)

    link.__name__ = f"link_{name}"
    link.__doc__ = (
        f"Tie an {name}, a fed one too, to the opportunity that it came of. Needs `finance:write`."
    )
    made = record_mutation(origin, LinkOpportunityInput, "What to tie.", FinancePermission.WRITE)
    return only_with("Opportunity", made(link))


LINKS = tuple(_mutation(origin) for origin in (types.Offer, types.Invoice))
