"""Functions of Python fields, called without Strawberry's wrapper where it would do nothing."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from types import FunctionType
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    get_nullable_type,
    is_leaf_type,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryMaybe, StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from core.context import Info
from core.reading.selection import ResolveInfo


@dataclass(frozen=True, slots=True)
class Tell:
    """Resolves a field by a plain function that needs nothing but the object it is of."""

    function: Callable[..., Any]
    parent: str

    def __call__(self, source: Any, info: ResolveInfo) -> Any:
        return self.of(source)

    def of(self, source: Any) -> Any:
        """What the function tells of an object."""
        return self.function(**{self.parent: source})


Convert = Callable[[Any], Any]
"""Makes of a coerced value what the function takes."""


def direct(field: StrawberryField, shown: GraphQLField) -> Callable[..., Any] | None:
    """A resolver that calls the function; None if it has extensions, or arguments that take more
    than an input of plain values.
    """
    function = field.base_resolver
    if function is None or field.extensions:
        return None
    converts = _converts(field, shown)
    if converts is None:
        return None
    call = function.wrapped_func
    if function.self_parameter or function.root_parameter or not isinstance(call, FunctionType):
        return None
    parent, info = function.parent_parameter, function.info_parameter
    if parent is not None and info is None and not function.is_async and not converts:
        return Tell(call, parent.name)

    def resolve(source: Any, resolving: ResolveInfo, **arguments: Any) -> Any:
        given = {converts[n][0]: converts[n][1](value) for n, value in arguments.items()}
        if parent is not None:
            given[parent.name] = source
        if info is not None:
            given[info.name] = Info(_raw_info=resolving, _field=field)
        return call(**given)

    return resolve


def _converts(field: StrawberryField, shown: GraphQLField) -> dict[str, tuple[str, Convert]] | None:
    """The name in Python and the conversion of each argument, by its name in GraphQL."""
    names = [argument.python_name for argument in field.arguments]
    found = {
        name: (known, _convert(argument.type))
        for known, (name, argument) in zip(names, shown.args.items(), strict=True)
    }
    plain = {n: (known, c) for n, (known, c) in found.items() if c is not None}
    return plain if len(plain) == len(found) else None


def _convert(kind: GraphQLInputType) -> Convert | None:
    known = get_nullable_type(kind)
    if is_leaf_type(known):
        return _same
    if isinstance(known, GraphQLInputObjectType):
        return _build(known)
    return None


def _same(value: Any) -> Any:
    return value


def _build(kind: GraphQLInputObjectType) -> Convert | None:
    """What makes the object of an input; None if a field of it is more than a plain value."""
    definition = kind.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if not isinstance(definition, StrawberryObjectDefinition) or definition.from_input:
        return None
    fields = definition.fields
    plain = all(is_leaf_type(get_nullable_type(field.type)) for field in kind.fields.values())
    if not plain or len(fields) != len(kind.fields):
        return None
    if any(isinstance(field.type, StrawberryMaybe) for field in fields):
        return None
    make = definition.origin
    names = dict(zip(kind.fields, (field.python_name for field in fields), strict=True))
    absent = {
        field.python_name: None
        for field in fields
        if field.default_value is MISSING and field.default_factory is MISSING
    }

    def build(value: Mapping[str, Any] | None) -> Any:
        if value is None:
            return None
        return make(**{**absent, **{names[n]: each for n, each in value.items()}})

    return build
