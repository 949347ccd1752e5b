"""Filters: nested conditions on an entity's fields, as SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Exists,
    UnaryExpression,
    and_,
    exists,
    false,
    not_,
    or_,
    true,
)

from core.declare import Connection, Declared, Entity, ToMany, ToOne, ToOneThrough
from core.declare.field import Alias, Scalar
from core.declare.kinds import optional_free
from core.errors import BadInput
from core.ids import decode_as
from core.reading.late import Prepare, converted
from core.reading.operators import CHOOSING, LISTS, LONGEST_LIST, operators_for
from core.reading.visible import alias_of, visible
from core.scalars import checked_text
from core.viewer import Viewer, require

if TYPE_CHECKING:
    from core.registry import Registry

Filter = Mapping[str, Any]
"""A filter as the client wrote it: GraphQL names of fields, `and`, `or`, `not`."""


def filtered(
    registry: "Registry", entity: Entity, row: Alias, viewer: Viewer, where: Filter
) -> ColumnElement[bool]:
    """The condition that a filter stands for; BadInput or Forbidden if it cannot be used."""
    return _Filtering(registry, viewer).all_of(entity, row, where, ("filter",))


@dataclass(frozen=True)
class _Filtering:
    registry: "Registry"
    viewer: Viewer

    def all_of(
        self, entity: Entity, row: Alias, where: Filter, path: tuple[str, ...]
    ) -> ColumnElement[bool]:
        parts = [self._part(entity, row, k, v, (*path, k)) for k, v in where.items()]
        return and_(true(), *parts)

    def _part(
        self, entity: Entity, row: Alias, name: str, value: Any, path: tuple[str, ...]
    ) -> ColumnElement[bool]:
        if value is None:
            raise BadInput(f"{'.'.join(path)} is null. Leave it out, or ask with isNull.")
        if name in ("and", "or"):
            parts = [self.all_of(entity, row, part, path) for part in value]
            return and_(true(), *parts) if name == "and" else or_(false(), *parts)
        if name == "not":
            return _negated(self.all_of(entity, row, value, path))
        if name == "id":
            return _keys(entity, row, value, path)
        return self._field(entity, row, self._declared(entity, name), value, path)

    def _declared(self, entity: Entity, name: str) -> Declared:
        declared = self.registry.by_graphql_name(entity).get(name)
        if not isinstance(declared, Declared):
            raise BadInput(f"{entity.name} has no field '{name}' to filter by.")
        require(self.viewer, declared.permission)
        return declared

    def _field(
        self, entity: Entity, row: Alias, field: Declared, value: Any, path: tuple[str, ...]
    ) -> ColumnElement[bool]:
        if isinstance(field, Scalar):
            return _compare(field, field.sql(row, self.viewer), value, path)
        if isinstance(field, ToOne):
            via = getattr(row, field.via)
            return self._exists(field.target, lambda other: other.id == via, value, path)
        if isinstance(field, ToOneThrough):
            return self._exists(field.target, lambda other: field.join(row, other), value, path)
        if isinstance(field, ToMany | Connection) and field.join is not None:
            return self._quantified(row, field, value, path)
        raise BadInput(f"{'.'.join(path)} cannot be filtered by.")

    def _quantified(
        self, row: Alias, field: ToMany | Connection, value: Filter, path: tuple[str, ...]
    ) -> ColumnElement[bool]:
        parts = []
        for quantifier, where in value.items():
            here = (*path, quantifier)
            if where is None:
                raise BadInput(f"{'.'.join(here)} is null. Leave it out.")
            inner = {"not": where} if quantifier == "every" else where
            found = self._exists(field.target, lambda o: field.join(row, o), inner, here)  # type: ignore[misc]
            parts.append(found if quantifier == "some" else not_(found))
        return and_(true(), *parts)

    def _exists(
        self, target: str, join: Any, where: Filter, path: tuple[str, ...]
    ) -> ColumnElement[bool]:
        entity = self.registry.entity(target)
        require(self.viewer, entity.read)
        other = alias_of(self.registry, entity, self.viewer)
        found = (
            exists()
            .select_from(other)
            .where(
                join(other),
                visible(self.registry, entity, other, self.viewer),
                self.all_of(entity, other, where, path),
            )
        )
        return found.correlate_except(other)


def _negated(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Holds where the condition does not, be it false or null."""
    # [NOT] EXISTS is never null; PostgreSQL joins it, but plans what is below IS NOT TRUE twice
    never_null = isinstance(condition, Exists | UnaryExpression)
    return not_(condition) if never_null else condition.is_not(true())


def _compare(
    field: Scalar, column: ColumnElement[Any], value: Filter, path: tuple[str, ...]
) -> ColumnElement[bool]:
    operators = operators_for(optional_free(field.annotation)) or {}
    parts = []
    for name, operand in value.items():
        parts.append(operators[name](column, checked(name, operand, (*path, name))))
    return and_(true(), *parts)


def _keys(entity: Entity, row: Alias, value: Filter, path: tuple[str, ...]) -> ColumnElement[bool]:
    parts = []
    for name, operand in value.items():
        found = checked(name, operand, (*path, name))
        parts.append(CHOOSING[name](row.id, converted(found, keys_of(entity, name))))
    return and_(true(), *parts)


def keys_of(entity: Entity, name: str) -> Prepare:
    """Decodes the operand of an operator on ids."""
    if name in LISTS:
        return lambda ids: [decode_as(entity.prefix, text) for text in ids]
    return lambda text: decode_as(entity.prefix, text)


def checked(name: str, operand: Any, path: tuple[str, ...]) -> Any:
    """The operand, or BadInput for what SQL could not compare; of a late one when it is known."""
    return converted(operand, lambda value: _checked(name, value, path))


def _checked(name: str, operand: Any, path: tuple[str, ...]) -> Any:
    """Refuse null, too many values, text that cannot be stored."""
    if operand is None:
        raise BadInput(f"{'.'.join(path)} is null. Leave it out, or ask with isNull.")
    if name in LISTS and len(operand) > LONGEST_LIST:
        raise BadInput(f"{'.'.join(path)} has {len(operand)} values; {LONGEST_LIST} are allowed.")
    for text in operand if name in LISTS else [operand]:
        if isinstance(text, str):
            check_text(text, path)
    return operand


def check_text(text: str, path: tuple[str, ...]) -> None:
    """Raise BadInput for text that PostgreSQL could not hold."""
    try:
        checked_text(text)
    except ValueError as problem:
        raise BadInput(f"{'.'.join(path)}: {problem}") from None
