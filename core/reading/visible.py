"""Row visibility: one SQL predicate per entity, for every way to a row."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, False_, True_, exists, false, or_, true

from core.declare import Entity
from core.declare.aliases import Aliased, alias
from core.declare.field import Alias
from core.viewer import Viewer
from core.visibility import WithParent

if TYPE_CHECKING:
    from core.registry import Registry

SHARED = "SHARED"
"""The code of an entity's own rule, among the reasons of plugins."""


def visible(
    registry: "Registry", entity: Entity, row: Alias, viewer: Viewer
) -> ColumnElement[bool]:
    """Whether the viewer may see the row: any of the entity's reasons holds."""
    return _any(condition for _, condition in reasons(registry, entity, row, viewer))


def reasons(
    registry: "Registry", entity: Entity, row: Alias, viewer: Viewer
) -> list[tuple[str, ColumnElement[bool]]]:
    """The reasons for which rows are visible, by code, each as SQL."""
    found = [(r.code, r.predicate(row, viewer)) for r in registry.reasons(entity.name)]
    if entity.visible is not None:
        found.insert(0, (SHARED, _own(registry, entity.visible, row, viewer)))
    return found


def alias_of(registry: "Registry", entity: Entity, viewer: Viewer) -> Alias:
    """The rows of an entity, to read from: of its table, or of what stands for one."""
    if entity.rows is None:
        return alias(entity.model)
    rows = entity.rows(registry, viewer).subquery()
    return Aliased(entity.model, rows)


def _own(registry: "Registry", rule: object, row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    if not isinstance(rule, WithParent):
        own: ColumnElement[bool] = rule(row, viewer)  # type: ignore[operator]
        return own
    if rule.needs is not None and not viewer.may(rule.needs):
        return false()
    entity = registry.entity(rule.entity)
    key = getattr(row, rule.via)
    parent = alias(entity.model)
    seen = visible(registry, entity, parent, viewer)
    if isinstance(seen, True_):
        return key.is_not(None)  # type: ignore[no-any-return]
    if isinstance(seen, False_):
        return false()
    return exists().where(parent.id == key, seen).correlate_except(parent)


def _any(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    kept = [c for c in conditions if not isinstance(c, False_)]
    if any(isinstance(c, True_) for c in kept):
        return true()
    return or_(*kept) if kept else false()
