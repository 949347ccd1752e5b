"""What enabling or disabling plugins does to the schema."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
)

from core.deployment import declarations
from core.plugins import Plugins
from schema.composition import compose
from schema.internals import graphql_schema


@dataclass(frozen=True)
class Difference:
    """Names of types, and `Type.field` or `Enum.VALUE` of types that are on both sides."""

    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        return [f"+ {name}" for name in self.added] + [f"- {name}" for name in self.removed]


Parts = Mapping[str, frozenset[str]]
"""The types of a schema, each with its fields, the fields of its input, or its values."""


def parts(plugins: Plugins) -> Parts:
    """What a composed schema consists of."""
    schema = graphql_schema(compose(declarations(plugins)))
    return {
        name: _members(kind) for name, kind in schema.type_map.items() if not name.startswith("__")
    }


def _members(kind: GraphQLNamedType) -> frozenset[str]:
    if isinstance(kind, GraphQLEnumType):
        return frozenset(kind.values)
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        return frozenset(kind.fields)
    return frozenset()


def difference(before: Parts, after: Parts) -> Difference:
    """What the second schema has more and less than the first."""
    return Difference(tuple(_missing(after, before)), tuple(_missing(before, after)))


def _missing(there: Parts, here: Parts) -> list[str]:
    types = [f"type {name}" for name in sorted(set(there) - set(here))]
    fields = [
        f"{name}.{field}"
        for name in sorted(set(there) & set(here))
        for field in sorted(there[name] - here[name])
    ]
    return types + fields
