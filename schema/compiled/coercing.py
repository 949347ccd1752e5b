"""Coercion of values that clients send, found out once for a type."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_required_input_field,
)
from graphql.pyutils import Undefined
from graphql.utilities.coerce_input_value import coerce_default_value

TAKEN_AS_THEY_ARE = {"Boolean": bool, "ID": str, "String": str}
"""Scalars whose values of this Python type are not changed by coercion."""

NEVER_CHANGED = (type(None), bool, int, float, str)

Coerce = Callable[[Any], Any]
"""What execution sees of a value; Unfit, or any other error, if graphql-core must look at it."""


class Unfit(Exception):
    """A value may not be what its type says."""


class Coercions:
    """How values of input types are coerced, as graphql-core does it.

    None for types that hold themselves, whose depth graphql-core bounds.
    """

    def __init__(self) -> None:
        self._inputs: dict[str, Coerce | None] = {}

    def of(self, kind: GraphQLInputType) -> Coerce | None:
        """How values of a type are coerced."""
        if isinstance(kind, GraphQLInputObjectType):
            return self._input(kind)
        if isinstance(kind, GraphQLNonNull | GraphQLList):
            found = self.of(kind.of_type)
            wrap = _required if isinstance(kind, GraphQLNonNull) else _list
            return None if found is None else wrap(found)
        return _leaf(kind)

    def _input(self, kind: GraphQLInputObjectType) -> Coerce | None:
        if kind.name not in self._inputs:
            # until it is found, what it holds shall not hold it
            self._inputs[kind.name] = None
            self._inputs[kind.name] = self._found(kind)
        return self._inputs[kind.name]

    def _found(self, kind: GraphQLInputObjectType) -> Coerce | None:
        named = (get_named_type(field.type) for field in kind.fields.values())
        if kind.is_one_of or kind in named:
            return None
        parts = []
        for name, field in kind.fields.items():
            coerce = self.of(field.type)
            if coerce is None:
                return None
            absent = _missing if is_required_input_field(field) else _default(field)
            parts.append(Part(name, field.out_name or name, coerce, absent))
        return _built(kind, parts)


def _required(coerce: Coerce) -> Coerce:
    def required(value: Any) -> Any:
        if value is None:
            raise Unfit
        return coerce(value)

    return required


def _list(coerce: Coerce) -> Coerce:
    def items(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, list):
            raise Unfit
        return [coerce(item) for item in value]

    return items


def _leaf(kind: GraphQLLeafType) -> Coerce:
    taken = TAKEN_AS_THEY_ARE.get(kind.name)

    def leaf(value: Any) -> Any:
        if value is None or type(value) is taken:
            return value
        found = kind.coerce_input_value(value)
        if found is Undefined:
            raise Unfit
        return found

    return leaf


@dataclass(frozen=True, slots=True)
class Part:
    """A field of an input: its name, what it is called within, and what stands for an absent one.

    Undefined if nothing does.
    """

    name: str
    inner: str
    coerce: Coerce
    absent: Callable[[], Any]

    def of(self, value: Mapping[str, Any]) -> Any:
        """The field of a value."""
        return self.coerce(value[self.name]) if self.name in value else self.absent()


def _missing() -> Any:
    raise Unfit


def _default(field: GraphQLInputField) -> Callable[[], Any]:
    value = coerce_default_value(field)
    if value is Undefined or isinstance(value, NEVER_CHANGED):
        return lambda: value
    return lambda: coerce_default_value(field)


def _built(kind: GraphQLInputObjectType, parts: Sequence[Part]) -> Coerce:
    names = frozenset(kind.fields)

    def build(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, dict) or not names.issuperset(value):
            raise Unfit
        found = {part.inner: part.of(value) for part in parts}
        return kind.out_type({n: item for n, item in found.items() if item is not Undefined})

    return build
