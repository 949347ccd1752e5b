"""Following writes: what subscriptions are made of."""

from collections.abc import AsyncIterator, Collection, Mapping
from typing import TYPE_CHECKING

from core.declare import Entity
from core.events.event import Event
from core.events.follower import Heard, Wants
from core.events.seen import seen
from core.registry import Registry

if TYPE_CHECKING:
    from core.context import Info


def any_event(event: Event) -> bool:
    """Every event is wanted."""
    return True


async def follow(
    info: "Info", entities: Collection[str] | None = None, wants: Wants = any_event
) -> AsyncIterator[Heard]:
    """What is written to records that the viewer sees, of the given entities or of all.

    `wants` chooses among events before anything is read; it sees names of models. The first that is
    heard is that all must be fetched, as soon as nothing can be missed any more; so it is whenever
    events were missed. Raises Unauthenticated when the viewer may no longer come in.
    """
    context = info.context
    deployment, viewer = context.deployment, context.require()
    known = by_model(deployment.registry, entities)

    def wanted(event: Event) -> bool:
        concerned = event.employee_id in (None, viewer.employee_id)
        return concerned and event.entity in known and wants(event)

    async with deployment.database.hub.following(wanted) as follower:
        while True:
            heard = await follower.take()
            viewer = await context.renew()
            events = await seen(deployment, viewer, known, heard.events)
            if heard.refetch or events:
                yield Heard(heard.refetch, events)


def by_model(registry: Registry, entities: Collection[str] | None) -> Mapping[str, Entity]:
    """Entities by the names of their models, as events have them."""
    found = [registry.entity(name) for name in entities or registry.entities]
    return {entity.model.__name__: entity for entity in found if entity.is_node}
