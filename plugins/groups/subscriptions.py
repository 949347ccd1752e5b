"""Following who is responsible, so that open matrices agree."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

import strawberry

from core.context import Info
from core.customers.types import Customer
from core.declare import extend
from core.errors import BadInput
from core.events.follower import Wants
from core.events.following import any_event, follow
from core.ids import decode_as
from core.reading import load_many
from core.roots import Subscription
from plugins.groups.permissions import ResponsibilityPermission

WATCHED = ("Responsibility", "ProjectParticipant")
MOST_IDS = 500


async def _customers(
    changed: strawberry.Parent["ResponsibilitiesChanged"], info: Info
) -> list[Customer]:
    found: Any = await load_many(info, "Customer", changed.keys)
    shown: list[Customer] = found
    return shown


@strawberry.type(description="For which customers cells of the matrix have changed.")
class ResponsibilitiesChanged:
    keys: strawberry.Private[Sequence[int]]
    refetch: bool = strawberry.field(
        description="Whether to fetch anew what you show: true in the first event, and whenever "
        "events may have been missed."
    )
    customers: list[Customer] = strawberry.field(
        resolver=_customers,
        description="The customers whose cells, or those of whose projects, have changed, as they "
        "are now.",
    )


@extend(Subscription, permission=ResponsibilityPermission.READ)
async def responsibilities_changed(
    info: Info,
    customer_ids: Annotated[
        list[strawberry.ID] | None,
        strawberry.argument(description=f"Only these customers, at most {MOST_IDS}."),
    ] = None,
) -> AsyncIterator[ResponsibilitiesChanged | None]:
    """Hear of changes of who is responsible for visible customers and their projects."""
    wants = any_event if customer_ids is None else _of(_keys(customer_ids))
    async for heard in follow(info, WATCHED, wants):
        keys = dict.fromkeys(event.customer_id for event in heard.events if event.customer_id)
        yield ResponsibilitiesChanged(keys=[*keys], refetch=heard.refetch)


def _of(customers: frozenset[int]) -> Wants:
    return lambda event: event.key is None or event.customer_id in customers


def _keys(ids: Sequence[str]) -> frozenset[int]:
    if len(ids) > MOST_IDS:
        raise BadInput(f"'customerIds' has {len(ids)} ids; {MOST_IDS} are allowed.")
    return frozenset(decode_as("customer", str(text)) for text in ids)
