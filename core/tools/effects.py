"""What a run has written, as its viewer may know it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import aliased
from strawberry.utils.str_converters import to_camel_case

from core.declare import Column, Entity, ToOne
from core.ids import encode
from core.reading.rows import keys_parameter
from core.writing.change import Action, Change, join
from core.writing.session import WriteSession
from core.writing.writing import Writing


@dataclass(frozen=True)
class Effect:
    """A record that was written: its entity and key, what was done, and the new values by the names
    of their fields.
    """

    entity: str
    key: int
    id: str
    action: Action
    values: Mapping[str, Any]


async def effects(writing: Writing) -> list[Effect]:
    """What the transaction has written so far, of what its viewer sees; a statement per entity."""
    await writing.session.flush()
    changes = join(cast(WriteSession, writing.session.sync_session).changes)
    by_entity: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_entity[change.entity].append(change)
    found: list[Effect] = []
    for name, written in by_entity.items():
        entity = writing.deployment.registry.entities.get(name)
        if entity is not None and entity.is_node:
            seen = await _seen(writing, entity, [c.key for c in written])
            found += [_effect(writing, entity, c) for c in written if c.key in seen]
    return found


async def _seen(writing: Writing, entity: Entity, keys: Sequence[int]) -> set[int]:
    row: Any = aliased(entity.model)
    statement = select(row.id).where(row.id == keys_parameter(keys), writing.sees(entity, row))
    return set(await writing.session.scalars(statement))


def _effect(writing: Writing, entity: Entity, change: Change) -> Effect:
    return Effect(
        entity.name,
        change.key,
        encode(entity.prefix, change.key),
        change.action,
        dict(_values(writing, entity, change.new)),
    )


def _values(writing: Writing, entity: Entity, new: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    registry = writing.deployment.registry
    for field in registry.declared(entity).values():
        if field.permission is not None and not writing.viewer.may(field.permission):
            continue
        if isinstance(field, Column) and field.attribute in new:
            yield field.graphql_name, new[field.attribute]
        elif isinstance(field, ToOne) and field.via in new:
            key, prefix = new[field.via], registry.entity(field.target).prefix
            yield to_camel_case(field.via), None if key is None else encode(prefix, key)
