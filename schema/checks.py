"""What declarations must be true of, checked before a schema is made of them."""

from collections.abc import Iterable, Mapping

from core.declare import (
    AnyByKey,
    AnyByKeys,
    ByKey,
    Connection,
    Declared,
    Entity,
    PythonField,
    ToMany,
)
from core.declare.field import Scalar
from core.declare.relation import Relation
from core.errors import PluginError
from core.reading.reports import Report
from core.registry import Registry
from core.roots import Mutation, Query, Subscription
from core.visibility import WithParent


def check(registry: Registry) -> None:
    """Raise PluginError for a declaration that names what is not there."""
    for entity in registry.entities.values():
        _check_entity(registry, entity)
    for root in (Query, Mutation):
        for field in registry.added(root).values():
            _check_root(registry, root, field)
    for field in registry.added(Subscription).values():
        _check_followed(registry, field)
    for name in registry.guarded - set(registry.entities):
        raise PluginError(
            f"The reason {registry.reasons(name)[0].code} is for '{name}', "
            "which no enabled plugin registers as an entity."
        )


def _check_entity(registry: Registry, entity: Entity) -> None:
    _check_order(registry, entity, entity.order, f"The order of {entity.name}")
    if isinstance(entity.visible, WithParent):
        parent = registry.entities.get(entity.visible.entity)
        _check_columns(entity, [entity.visible.via], f"The visibility of {entity.name}")
        if parent is None:
            raise PluginError(
                f"{entity.name} is visible with '{entity.visible.entity}', "
                "which no enabled plugin registers."
            )
    for field in registry.fields(entity).values():
        _check_field(registry, entity, field)


def _check_field(registry: Registry, entity: Entity, field: Declared | PythonField) -> None:
    what = _named(registry, entity.origin, field)
    _check_columns(entity, field.needs or (), what)
    _check_target(registry, entity.origin, field)
    if isinstance(field, ToMany) and field.order:
        target = registry.entity(field.target)
        _check_order(registry, target, field.order, f"The order of {what}")


def _check_root(registry: Registry, root: type, field: Declared | PythonField) -> None:
    fits = isinstance(field, PythonField | ByKey | AnyByKey | AnyByKeys | Report)
    if not fits and not (isinstance(field, Connection) and field.join is None):
        raise PluginError(
            f"{_named(registry, root, field)} has no row to start from: "
            "write by_id(…), connection(…, None, …), report(…) or a function."
        )
    _check_target(registry, root, field)


def _check_followed(registry: Registry, field: Declared | PythonField) -> None:
    if not isinstance(field, PythonField) or not field.field.is_subscription:
        raise PluginError(
            f"{_named(registry, Subscription, field)} cannot be followed: write an async generator."
        )


def _check_target(registry: Registry, kind: type, field: Declared | PythonField) -> None:
    if isinstance(field, Relation) and field.target not in registry.entities:
        raise PluginError(
            f"{_named(registry, kind, field)} leads to '{field.target}', which no enabled plugin "
            "registers as an entity. Enable its plugin, or name it in depends_on."
        )


def _check_columns(entity: Entity, names: Iterable[str], what: str) -> None:
    for name in names:
        if name not in entity.columns:
            raise PluginError(
                f"{what} needs '{name}', which is no column of {entity.model.__name__}."
            )


def _check_order(registry: Registry, entity: Entity, order: Mapping[str, str], what: str) -> None:
    fields = registry.by_graphql_name(entity)
    for name, direction in order.items():
        if name != "id" and not isinstance(fields.get(name), Scalar):
            raise PluginError(
                f"{what} names '{name}', which is no field of {entity.name} with a single value. "
                "Write names as in orderBy: createdAt."
            )
        if direction not in ("ASC", "DESC"):
            raise PluginError(f"{what} goes '{direction}'; write ASC or DESC.")


def _named(registry: Registry, kind: type, field: Declared | PythonField) -> str:
    return f"The field {kind.__name__}.{field.name} of '{registry.owner(kind, field.name)}'"
