"""Rows that are visible because of the visible row they were reached from."""

from core.declare import Connection, Entity, ToMany, ToOne
from core.registry import Registry
from core.visibility import WithParent


def with_parent(parent: Entity, field: ToMany | Connection, entity: Entity) -> bool:
    """Whether the list holds rows of an entity that are visible with that very parent."""
    rule = entity.visible
    if not isinstance(rule, WithParent) or rule.needs is not None or field.by is None:
        return False
    return rule.entity == parent.name and field.by is getattr(entity.model, rule.via)


def with_child(registry: Registry, child: Entity, field: ToOne, entity: Entity) -> bool:
    """Whether the child is visible for no other reason than the row that the field leads to."""
    rule = child.visible
    alone = isinstance(rule, WithParent) and not registry.reasons(child.name)
    return alone and rule == WithParent(entity.name, field.via)
