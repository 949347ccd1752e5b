"""Tying offers and invoices to the opportunity that they came of."""

from typing import Annotated, Any

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.context import Info
from core.declare import PythonField, entity_of, only_with
from core.declare.extend import Contribution
from core.errors import BadInput
from core.ids import decode_as
from core.roots import Mutation
from core.writing import Code, UserError, Writing, payload_of, transaction
from core.writing.user_error import Refused
from plugins.finance import types
from plugins.finance.permissions import FinancePermission


@strawberry.input(description="The opportunity that an offer or invoice came of.")
class LinkOpportunityInput:
    id: strawberry.ID = strawberry.field(description="Id of the offer or invoice.")
    opportunity_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of the opportunity; null unties it."
    )


async def _found(writing: Writing, entity: str, text: str) -> Any:
    """The row with an id, if the viewer sees it; Refused otherwise."""
    known = writing.deployment.registry.entity(entity)
    row: Any = aliased(known.model)
    try:
        key = decode_as(known.prefix, text)
    except BadInput as error:
        raise Refused(f"is not usable: {error.message}") from None
    found = await writing.session.scalar(
        select(row).where(row.id == key, writing.sees(known, row)).with_for_update(of=row)
    )
    if found is None:
        raise Refused(f"names no {entity} that you may see.", Code.NOT_FOUND)
    return found


async def _link(writing: Writing, entity: str, given: LinkOpportunityInput) -> list[UserError]:
    """Tie a record; what is wrong, if anything is."""
    name = "id"
    try:
        record = await _found(writing, entity, str(given.id))
        name = "opportunityId"
        key = None
        if given.opportunity_id is not None:
            opportunity = await _found(writing, "Opportunity", str(given.opportunity_id))
            if opportunity.customer_id not in (None, record.customer_id):
                raise Refused("is of another customer.")
            key = opportunity.id
    except Refused as refused:
        text = f"'{name}' {refused.message}"
        return [UserError(code=str(refused.code), message=text, path=["input", name])]
    record.opportunity_id = key
    return []


def _mutation(origin: type) -> Contribution:
    entity = entity_of(origin)
    assert entity is not None  # noqa: S101 - it was declared
    payload = payload_of(entity)

    async def link(info: Info, input: Any) -> Any:
        context = info.context
        viewer = context.require(FinancePermission.WRITE)
        async with transaction(context.deployment, viewer) as writing:
            errors = await _link(writing, entity.name, input)
        context.loaders.clear()
        key = None if errors else decode_as(entity.prefix, str(input.id))
        return payload(key=key, user_errors=errors)

    described = strawberry.argument(description="What to tie.")
    link.__annotations__ = {
        "info": Info,
        "input": Annotated[LinkOpportunityInput, described],
        "return": payload | None,
    }
    link.__name__ = name = f"link_{entity.prefix}"
    text = (
        f"Tie an {entity.prefix}, a fed one too, to the opportunity that it came of. "
        "Needs `finance:write`."
    )
    field = strawberry.field(resolver=link, description=text)
    python = PythonField(name, field, FinancePermission.WRITE, None, False)
    return only_with("Opportunity", Contribution(Mutation, {name: python}))


LINKS = tuple(_mutation(origin) for origin in (types.Offer, types.Invoice))
