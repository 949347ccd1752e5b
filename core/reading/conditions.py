"""Filters kept as data: a JSON value read as the filter input of an entity's lists reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, get_args, get_origin

from graphql import GraphQLBoolean, GraphQLError, GraphQLID, GraphQLInt, GraphQLString

from core.declare import Connection, Declared, Entity, ToMany, ToOne, ToOneThrough
from core.declare.field import Scalar
from core.declare.kinds import optional_free
from core.errors import BadInput
from core.reading.filters import Filter
from core.reading.operators import BOOLEANS, LISTS, operators_for
from core.scalars import parse_date, parse_decimal, parse_instant

if TYPE_CHECKING:
    from core.registry import Registry

DEEPEST = 12
"""How many conditions may stand within each other."""

KEYS = ("eq", "ne", "in", "notIn")

Parse = Callable[[object], Any]

PARSERS: Mapping[Any, Parse] = {
    str: GraphQLString.parse_value,
    int: GraphQLInt.parse_value,
    bool: GraphQLBoolean.parse_value,
    Decimal: parse_decimal,
    date: parse_date,
    datetime: parse_instant,
}


def parsed(registry: "Registry", entity: Entity, given: object) -> Filter:
    """The filter that a JSON value stands for, in the form that `filtered` takes.

    BadInput names the place that the filter input of the entity would refuse.
    """
    return _Reading(registry).conditions(entity, given, ())


@dataclass(frozen=True)
class _Reading:
    registry: "Registry"

    def conditions(self, entity: Entity, given: object, path: tuple[str, ...]) -> Filter:
        members = _object(given, path)
        if len(path) > DEEPEST:
            raise BadInput(f"{_told(path)} is nested too deeply: {DEEPEST} steps are allowed.")
        return {k: self._member(entity, k, v, (*path, k)) for k, v in members.items()}

    def _member(self, entity: Entity, name: str, given: object, path: tuple[str, ...]) -> Any:
        if name in ("and", "or"):
            return [self.conditions(entity, part, path) for part in _list(given)]
        if name == "not":
            return self.conditions(entity, given, path)
        if name == "id" and entity.is_node:
            return _operators(KEYS, GraphQLID.parse_value, given, path)
        field = self.registry.by_graphql_name(entity).get(name)
        if not isinstance(field, Declared):
            raise BadInput(f"{_told(path)}: {entity.name} has no such field to filter by.")
        return self._field(field, given, path)

    def _field(self, field: Declared, given: object, path: tuple[str, ...]) -> Any:
        if isinstance(field, Scalar):
            return _values(field, given, path)
        if isinstance(field, ToOne | ToOneThrough):
            return self.conditions(self.registry.entity(field.target), given, path)
        if isinstance(field, ToMany | Connection):
            target = self.registry.entity(field.target)
            members = _known(given, ("some", "none", "every"), path)
            return {k: self.conditions(target, v, (*path, k)) for k, v in members.items()}
        raise BadInput(f"{_told(path)} cannot be filtered by.")


def _values(field: Scalar, given: object, path: tuple[str, ...]) -> Any:
    kind = optional_free(field.annotation)
    operators = operators_for(kind)
    if operators is None:
        raise BadInput(f"{_told(path)} cannot be filtered by.")
    value = get_args(kind)[0] if get_origin(kind) is list else kind
    return _operators(tuple(operators), _parser(value), given, path)


def _parser(kind: Any) -> Parse:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda given: kind[str(given)]
    return PARSERS[kind]


def _operators(
    names: tuple[str, ...], parse: Parse, given: object, path: tuple[str, ...]
) -> Mapping[str, Any]:
    return {
        name: _operand(name, parse, value, (*path, name))
        for name, value in _known(given, names, path).items()
    }


def _operand(name: str, parse: Parse, given: object, path: tuple[str, ...]) -> Any:
    parse = PARSERS[bool] if name in BOOLEANS else parse
    if given is None:
        raise BadInput(f"{_told(path)} is null. Leave it out, or ask with isNull.")
    try:
        return [parse(each) for each in _list(given)] if name in LISTS else parse(given)
    except KeyError:
        raise BadInput(f"{_told(path)}: {given!r} is none of the values.") from None
    except (GraphQLError, ValueError, TypeError) as error:
        raise BadInput(f"{_told(path)}: {error}") from None


def _known(given: object, names: tuple[str, ...], path: tuple[str, ...]) -> Mapping[str, Any]:
    members = _object(given, path)
    for name in members:
        if name not in names:
            raise BadInput(f"{_told((*path, name))} is not known: use {', '.join(names)}.")
    return members


def _object(given: object, path: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise BadInput(f"{_told(path)} must be an object of conditions, as `filter` has it.")
    return given


def _list(given: object) -> list[Any]:
    """A single value stands for a list of one, as in any GraphQL input."""
    return given if isinstance(given, list) else [given]


def _told(path: tuple[str, ...]) -> str:
    return f"'{'.'.join(path)}'" if path else "The condition"
