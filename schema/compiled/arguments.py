"""Arguments of fields: what of them shapes the statement, and what it learns when it runs."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from graphql import FieldNode, GraphQLField, get_argument_values
from graphql.execution.values import VariableValues

from core.reading.late import Binds, Late

SHAPING = frozenset({"orderBy", "archived", "search"})
"""Arguments whose values decide how the statement reads."""

SHAPING_OPERANDS = frozenset({"isNull", "isEmpty"})


def values_of(
    field: GraphQLField, nodes: Sequence[FieldNode], variables: VariableValues
) -> Mapping[str, Any]:
    """The arguments of a field, coerced."""
    return get_argument_values(field, nodes[0], variables)


def shape(arguments: Mapping[str, Any]) -> Hashable:
    """What two sets of arguments have in common when one statement serves both."""
    return tuple((k, v if k in SHAPING else _shape(v)) for k, v in _plain(arguments))


def _plain(arguments: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(k, _frozen(v) if k in SHAPING else v) for k, v in arguments.items()]


def _frozen(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return tuple((k, _frozen(v)) for k, v in value.items())
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return value  # type: ignore[no-any-return]


def _shape(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return tuple((k, v if k in SHAPING_OPERANDS else _shape(v)) for k, v in value.items())
    if isinstance(value, list):
        nested = bool(value) and isinstance(value[0], Mapping)
        return tuple(map(_shape, value)) if nested else "list"
    return None if value is None else "value"


def late(arguments: Mapping[str, Any], binds: Binds, place: int) -> dict[str, Any]:
    """The arguments with late values in place of all that does not shape the statement."""
    return {
        name: value if name in SHAPING else _late(value, binds, place, (name,))
        for name, value in arguments.items()
    }


def _late(value: Any, binds: Binds, place: int, path: tuple[str | int, ...]) -> Any:
    if isinstance(value, Mapping):
        return {
            k: v if k in SHAPING_OPERANDS else _late(v, binds, place, (*path, k))
            for k, v in value.items()
        }
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [_late(v, binds, place, (*path, i)) for i, v in enumerate(value)]
    return None if value is None else Late(binds, place, path)
