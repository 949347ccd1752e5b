"""Python fields in queries that stand in the tests."""

from random import Random
from typing import Any

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    NameNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_leaf_type,
    parse,
    print_ast,
    visit,
)

from core.declare import PythonField
from core.registry import Registry
from tests.schema.compiled.python_fields import FAILING


class Strewing(Visitor):
    """Adds a Python field to half of the places where rows are shown."""

    def __init__(self, types: TypeInfo, registry: Registry, chance: Random) -> None:
        super().__init__()
        self._types = types
        self._registry = registry
        self._chance = chance

    def enter_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode | None:
        kind = self._types.get_parent_type()
        entity = self._registry.entities.get(kind.name if kind else "")
        if entity is None or not isinstance(kind, GraphQLObjectType) or self._chance.random() < 0.5:
            return None
        known = self._registry.fields(entity).values()
        names = [field.graphql_name for field in known if isinstance(field, PythonField)]
        name = self._chance.choice([n for n in names if n not in FAILING] or names)
        selections = None
        if not is_leaf_type(get_named_type(kind.fields[name].type)):
            selections = SelectionSetNode(
                selections=(FieldNode(name=NameNode(value="__typename")),)
            )
        added = FieldNode(name=NameNode(value=name), selection_set=selections)
        at = self._chance.randrange(len(node.selections) + 1)
        return SelectionSetNode(selections=(*node.selections[:at], added, *node.selections[at:]))


def _field(name: str, selections: SelectionSetNode | None = None) -> FieldNode:
    return FieldNode(name=NameNode(value=name), selection_set=selections)


TYPE_NAME = _field("__typename")


def strewn(schema: GraphQLSchema, registry: Registry, text: str) -> str:
    """A query with Python fields in it."""
    types = TypeInfo(schema)
    chance = Random(text)  # noqa: S311 - nothing here is secret
    return print_ast(visit(parse(text), TypeInfoVisitor(types, Strewing(types, registry, chance))))
