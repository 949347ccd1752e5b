"""Which events a viewer may hear of: those of records that he sees."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.declare import Entity
from core.deployment import Deployment
from core.events.event import Event
from core.reading.rows import keys_parameter
from core.reading.visible import visible
from core.viewer import Viewer
from core.visibility import WithParent

CUSTOMER = "Customer"
DELETE = "DELETE"


async def seen(
    deployment: Deployment, viewer: Viewer, entities: Mapping[str, Entity], events: Iterable[Event]
) -> tuple[Event, ...]:
    """The events of records that the viewer sees now; `entities` are by the names of models.

    A record that was deleted is seen where its customer alone decides that.
    """
    asked: dict[str, set[int]] = defaultdict(set)
    found = [(event, _asked(entities[event.entity], event)) for event in events]
    for _, (name, key) in found:
        asked[name].add(key)
    known = {
        name: await _visible(deployment, viewer, name, keys) for name, keys in asked.items() if name
    }
    return tuple(
        event._replace(entity=entities[event.entity].name)
        for event, (name, key) in found
        if key in known.get(name, ())
    )


def _asked(entity: Entity, event: Event) -> tuple[str, int]:
    """The entity and key of the record that must be visible; an empty name if there is none."""
    if event.action != DELETE:
        return entity.name, event.key or 0
    rule = entity.visible
    alone = isinstance(rule, WithParent) and rule.needs is None and rule.entity == CUSTOMER
    return (CUSTOMER, event.customer_id) if alone and event.customer_id else ("", 0)


async def _visible(
    deployment: Deployment, viewer: Viewer, name: str, keys: Collection[int]
) -> set[int]:
    entity = deployment.registry.entity(name)
    if entity.read is not None and not viewer.may(entity.read):
        return set()
    row: Any = aliased(entity.model)
    rows = await deployment.database.fetch(
        select(row.id).where(
            row.id == keys_parameter(sorted(keys)),
            visible(deployment.registry, entity, row, viewer),
        )
    )
    return {found for (found,) in rows}
