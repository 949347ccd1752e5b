"""The duplicates of a lead in the schema."""

from collections.abc import Sequence
from typing import Any, cast

import strawberry
from strawberry import Parent

from core.context import Info
from core.declare import Node, extend
from core.reading import load
from plugins.leads import models
from plugins.leads.duplicates.find import of_leads
from plugins.leads.duplicates.match import Match, Reason
from plugins.leads.types import Lead


async def _record(duplicate: Parent[Any], info: Info) -> Node | None:
    match: Match = duplicate.match
    found = match.key and await load(info, match.kind, match.key)
    return cast(Node | None, found)


@strawberry.type(description="A record that may be of the same company or person as a lead.")
class LeadDuplicate:
    match: strawberry.Private[Match]
    record: Node | None = strawberry.field(
        resolver=_record, description="The lead, customer or contact."
    )
    reason: Reason = strawberry.field(description="The surest reason.")
    score: int = strawberry.field(
        description="How sure it is, 10 to 100: the points of the reason, less 50 if the business "
        "ids differ, or with the same e-mail address the companies."
    )


@strawberry.type(description="What may be of the same company or person as a lead.")
class LeadDuplicates:
    matches: list[LeadDuplicate] = strawberry.field(
        description="Those that you may see, the surest first; at most 20 of each kind."
    )
    hidden_count: int = strawberry.field(description="How many there are that you may not see.")


def told(matches: Sequence[Match]) -> LeadDuplicates:
    """Matches as the schema shows them: what the viewer may not see is counted, not named."""
    return LeadDuplicates(
        matches=[
            LeadDuplicate(match=m, reason=m.reason, score=m.score)
            for m in matches
            if m.key is not None
        ],
        hidden_count=sum(m.number for m in matches if m.key is None),
    )


@extend(Lead, needs=("id",))
async def duplicates(lead: Parent[models.Lead], info: Info) -> LeadDuplicates:
    """Leads, customers and contacts in use with the same business id, e-mail address or company.

    Of each kind and reason the oldest 50 are looked at. A blank matches nothing.
    """
    return told(await info.context.loaders.batched(of_leads, lead.id))
