"""How declared fields are answered on the reference path: graphql-core calls, loaders batch."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from inspect import isawaitable
from operator import attrgetter
from typing import Any

from core.declare import (
    AnyByKey,
    AnyByKeys,
    ByKey,
    ByKeyAsOf,
    Connection,
    Declared,
    Entity,
    Expression,
    PythonField,
    ToMany,
    ToOne,
    ToOneThrough,
)
from core.declare.column import Column
from core.ids import decode, decode_as
from core.reading.loaders import Loaders, ready
from core.reading.paging import ROOT
from core.reading.reports import Report
from core.reading.selection import ResolveInfo
from core.registry import Registry
from core.viewer import require

Resolve = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Show:
    """Resolves a field whose value needs nothing but the object it is of."""

    read: Callable[[Any], Any]

    def __call__(self, source: Any, info: ResolveInfo) -> Any:
        return self.read(source)


@dataclass(frozen=True, slots=True)
class Lead:
    """Resolves a field that leads from a row to others, whatever its place in the answer."""

    resolve: Resolve

    def __call__(self, source: Any, info: ResolveInfo, **arguments: Any) -> Any:
        return self.resolve(source, info, **arguments)


def resolver(registry: Registry, declared: Declared, parent: Entity | None) -> Resolve:
    """The resolver of a declared field of a parent entity, guarded by its permissions."""
    if isinstance(declared, Column):
        return guarded(declared.permission, _attribute(declared.attribute))
    if isinstance(declared, Expression):
        return guarded(declared.permission, _attribute(declared.key))
    if isinstance(declared, AnyByKey | AnyByKeys):
        found = _any if isinstance(declared, AnyByKey) else _all
        return guarded(declared.permission, found, sign_in=True)
    target = registry.entity(declared.target)  # type: ignore[attr-defined]
    made = _relation(declared, target, parent)
    return Lead(guarded(declared.permission, guarded(target.read, made), sign_in=parent is None))


def guarded(permission: StrEnum | None, resolve: Resolve, *, sign_in: bool = False) -> Resolve:
    """The same resolver, for viewers with the permission only."""
    if permission is None and not sign_in:
        return resolve

    def guard(source: Any, info: ResolveInfo, **arguments: Any) -> Any:
        require(info.context.viewer, permission)
        return resolve(source, info, **arguments)

    return guard


def python_resolver(field: PythonField, resolve: Resolve, *, root: bool) -> Resolve:
    """The resolver of a Python field; one of a root needs a viewer unless it is public."""
    return guarded(field.permission, resolve, sign_in=root and not field.public)


def _attribute(name: str) -> Resolve:
    if name.isidentifier():
        return Show(attrgetter(name))
    return Show(lambda row: row.__dict__[name])


def _relation(declared: Declared, target: Entity, parent: Entity | None) -> Resolve:
    if isinstance(declared, ToOne):
        return _to_one(declared, target)
    if isinstance(declared, ByKeyAsOf):
        return _as_of(declared, target)
    if isinstance(declared, ByKey):
        return _by_key(target)
    if isinstance(declared, Report):
        return _report(declared)
    if isinstance(declared, ToOneThrough) and parent is not None:
        return _only(_to_many(declared, parent))
    if isinstance(declared, ToMany) and parent is not None:
        return _to_many(declared, parent)
    if isinstance(declared, Connection):
        return _connection(declared, parent if declared.join else None)
    raise TypeError(f"{declared.name} cannot be resolved: a list needs an entity as its parent.")


def _to_one(declared: ToOne, target: Entity) -> Resolve:
    key_of = attrgetter(declared.via)

    def resolve(row: Any, info: ResolveInfo) -> Any:
        key = key_of(row)
        return None if key is None else ready(info.context.loaders.by_key(info, target, key))

    return resolve


def _by_key(target: Entity) -> Resolve:
    def resolve(source: Any, info: ResolveInfo, id: str) -> Any:
        loaders: Loaders = info.context.loaders
        return ready(loaders.by_key(info, target, decode_as(target.prefix, id)))

    return resolve


def _as_of(declared: ByKeyAsOf, target: Entity) -> Resolve:
    by_key = _by_key(target)

    def resolve(source: Any, info: ResolveInfo, id: str, **arguments: Any) -> Any:
        if (day := arguments.get("asOf")) is None:
            return by_key(source, info, id)
        loaders: Loaders = info.context.loaders
        return loaders.as_of(info, declared, decode_as(target.prefix, id), day)

    return resolve


def _any(source: Any, info: ResolveInfo, id: str) -> Awaitable[Any]:
    context = info.context
    key = decode(id)
    entity = context.deployment.registry.by_prefix(key.prefix)
    require(context.viewer, entity.read)
    found: Awaitable[Any] = context.loaders.by_key(info, entity, key.key)
    return found


async def _all(source: Any, info: ResolveInfo, ids: list[str]) -> list[Any]:
    loading = [_any(source, info, text) for text in AnyByKeys.checked(ids)]
    return [await row for row in loading]


def _to_many(declared: ToMany, parent: Entity) -> Resolve:
    def resolve(row: Any, info: ResolveInfo) -> Any:
        loaders: Loaders = info.context.loaders
        return ready(loaders.related(info, declared, parent, row))

    return resolve


def _only(lists: Resolve) -> Resolve:
    """The one row of a list that has no more, or null."""

    def resolve(row: Any, info: ResolveInfo) -> Any:
        found = lists(row, info)
        return _first_of(found) if isawaitable(found) else next(iter(found), None)

    return resolve


async def _first_of(found: Awaitable[list[Any]]) -> Any:
    return next(iter(await found), None)


def _report(declared: Report) -> Resolve:
    def resolve(source: Any, info: ResolveInfo, **arguments: Any) -> Any:
        loaders: Loaders = info.context.loaders
        return loaders.report(info, declared, arguments)

    return resolve


def _connection(declared: Connection, parent: Entity | None) -> Resolve:
    def resolve(row: Any, info: ResolveInfo, **arguments: Any) -> Any:
        loaders: Loaders = info.context.loaders
        key = ROOT if parent is None else row.id
        return ready(loaders.page(info, declared, parent, key, arguments))

    return resolve
