"""What enabling or disabling plugins does to the schema."""

from dataclasses import dataclass

from graphql import GraphQLInterfaceType, GraphQLObjectType, build_schema

from core.deployment import declarations
from core.plugins import Plugins
from schema.composition import compose


@dataclass(frozen=True)
class Difference:
    """Names of types, and `Type.field` of fields of types that are on both sides."""

    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        return [f"+ {name}" for name in self.added] + [f"- {name}" for name in self.removed]


def parts(plugins: Plugins) -> dict[str, frozenset[str]]:
    """The types of a composed schema with their fields."""
    schema = build_schema(compose(declarations(plugins)).as_str())
    return {
        name: frozenset(kind.fields)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        else frozenset()
        for name, kind in schema.type_map.items()
        if not name.startswith("__")
    }


def difference(before: dict[str, frozenset[str]], after: dict[str, frozenset[str]]) -> Difference:
    """What the second schema has more and less than the first."""
    return Difference(tuple(_missing(after, before)), tuple(_missing(before, after)))


def _missing(there: dict[str, frozenset[str]], here: dict[str, frozenset[str]]) -> list[str]:
    types = [f"type {name}" for name in sorted(set(there) - set(here))]
    fields = [
        f"{name}.{field}"
        for name in sorted(set(there) & set(here))
        for field in sorted(there[name] - here[name])
    ]
    return types + fields
