"""Following what is written to records."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any, cast

import strawberry
from strawberry import Parent

from core.changes.enums import ChangeAction
from core.context import Info
from core.customers.types import Customer
from core.declare import Node, extend
from core.errors import BadInput
from core.events.event import Event
from core.events.follower import Wants
from core.events.following import by_model, follow
from core.ids import decode, decode_as, encode
from core.reading import load
from core.registry import Registry
from core.roots import Subscription

MOST_IDS = 500

IDS = f"Only these records, of any types; at most {MOST_IDS}."
CUSTOMERS = f"Only these customers and what hangs on them; at most {MOST_IDS}."
TYPES = "Only records of these types, such as Customer; null for all."


async def _record(change: Parent["RecordChange"], info: Info) -> Node | None:
    return cast("Node | None", await load(info, change.type, change.event.key or 0))


async def _customer(change: Parent["RecordChange"], info: Info) -> Customer | None:
    key = change.event.customer_id
    return cast("Customer | None", await load(info, "Customer", key)) if key else None


@strawberry.type(description="What was written to a record that you see.")
class RecordChange:
    event: strawberry.Private[Event]
    type: str = strawberry.field(description="Its type, such as Customer.")
    id: strawberry.ID = strawberry.field(description="Its id.")
    action: ChangeAction = strawberry.field(description="What was done last.")
    record: Node | None = strawberry.field(
        resolver=_record, description="The record as it is now; null if it was deleted."
    )
    customer: Customer | None = strawberry.field(
        resolver=_customer,
        description="The customer that it is or hangs on; null if there is none that you see.",
    )


@strawberry.type(description="What was written since the event before.")
class RecordsChanged:
    refetch: bool = strawberry.field(
        description="Whether to fetch anew what you show: true in the first event, and whenever "
        "events may have been missed, because the connection or the client was too slow."
    )
    changes: list[RecordChange] = strawberry.field(
        description="Each record at most once, in the order in which they were written."
    )


@extend(Subscription)
async def records_changed(
    info: Info,
    types: Annotated[list[str] | None, strawberry.argument(description=TYPES)] = None,
    customer_ids: Annotated[
        list[strawberry.ID] | None, strawberry.argument(description=CUSTOMERS)
    ] = None,
    ids: Annotated[list[strawberry.ID] | None, strawberry.argument(description=IDS)] = None,
) -> AsyncIterator[RecordsChanged | None]:
    """Hear of writes to records that you see, by anybody, the moment they are committed.

    With both `ids` and `customerIds`, a record of either is told.
    """
    registry = info.context.deployment.registry
    _check_types(registry, types)
    wants = _wants(registry, customer_ids, ids)
    async for heard in follow(info, types, wants):
        changes = [_change(registry, event) for event in heard.events]
        yield RecordsChanged(refetch=heard.refetch, changes=changes)


def _check_types(registry: Registry, types: Sequence[str] | None) -> None:
    known = by_model(registry, None).values()
    names = {entity.name for entity in known}
    for name in types or ():
        if name not in names:
            raise BadInput(f"'types' has '{name[:60]}', which is no type of records here.")


def _wants(
    registry: Registry, customer_ids: Sequence[str] | None, ids: Sequence[str] | None
) -> Wants:
    if customer_ids is None and ids is None:
        return lambda event: True
    customers = {decode_as("customer", text) for text in _few("customerIds", customer_ids)}
    records: set[tuple[Any, int]] = set()
    for text in _few("ids", ids):
        prefix, key = decode(text)
        records.add((registry.by_prefix(prefix).model.__name__, key))
    return lambda event: (
        event.key is None or event.customer_id in customers or (event.entity, event.key) in records
    )


def _few(name: str, ids: Sequence[str] | None) -> Sequence[str]:
    if ids is not None and len(ids) > MOST_IDS:
        raise BadInput(f"'{name}' has {len(ids)} ids; {MOST_IDS} are allowed.")
    return ids or ()


def _change(registry: Registry, event: Event) -> RecordChange:
    prefix = registry.entity(event.entity).prefix
    return RecordChange(
        event=event,
        type=event.entity,
        id=strawberry.ID(encode(prefix, event.key or 0)),
        action=ChangeAction[event.action],
    )
