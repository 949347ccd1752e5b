"""Turns a generated query into one as clients write it: variables, aliases, fragments, directives.

hypothesis-graphql writes every argument out, most of them damaged. Here most are dropped, cursors
and page sizes are made to fit, and what is left moves into variables, fragments and conditions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLBoolean,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    get_named_type,
    is_leaf_type,
    print_ast,
)

from core.ids import prefix_of
from tests.schema.compiled.deepening import deepened
from tests.schema.compiled.filling import Filling
from tests.schema.compiled.python_fields import FAILING

ALIASES = (
    "anon_1",
    "row_number",
    "item_0",
    "v0",
    "select",
    "ORDER",
    "Name",
    "id",
    "customer_1",
    "x" * 70,
    "_",
    "row_cursor",
)


@dataclass(frozen=True)
class Dressed:
    """A query with two sets of variables, which differ in values alone."""

    query: str
    variables: Mapping[str, object]
    others: Mapping[str, object]
    again: bool
    """Whether it is worth to run it with the others too."""


@dataclass
class Dressing:
    """The making of one query."""

    schema: GraphQLSchema
    chance: Random
    fragments: list[FragmentDefinitionNode] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.filling = Filling(self.chance)

    def dressed(self, document: DocumentNode) -> Dressed:
        operation = document.definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        query = self.schema.query_type
        assert query is not None
        made = OperationDefinitionNode(
            operation=operation.operation,
            name=_name("Generated"),
            selection_set=self._set(query, operation.selection_set),
            variable_definitions=tuple(self.filling.definitions),
        )
        text = print_ast(DocumentNode(definitions=(made, *self.fragments)))
        again = bool(self.filling.others) and self.filling.maybe(0.4)
        return Dressed(text, self.filling.variables, self.filling.others, again)

    def _set(self, kind: Any, selections: SelectionSetNode) -> SelectionSetNode:
        found: list[SelectionNode] = []
        for node in selections.selections:
            found += self._selection(kind, node)
        if len(found) > 1 and self.filling.maybe(0.7):
            found = [node for node in found if not _may_fail(node)] or found
        if self.filling.maybe(0.1):
            found.insert(0, FieldNode(name=_name("__typename")))
        if isinstance(kind, GraphQLObjectType):
            found += self._more(kind)
        return SelectionSetNode(selections=tuple(found))

    def _more(self, kind: GraphQLObjectType) -> list[SelectionNode]:
        """Further fields: plain values, and rows and pages of lists."""
        leaves = [n for n, f in kind.fields.items() if is_leaf_type(get_named_type(f.type))]
        plain = [n for n in leaves if not kind.fields[n].args]
        names = self.chance.sample(plain, min(len(plain), self.chance.choice((0, 0, 1, 3))))
        found: list[SelectionNode] = [FieldNode(name=_name(name)) for name in names]
        found += deepened(kind, self.filling, self._more)
        if kind.name.endswith("Connection"):
            row = get_named_type(kind.fields["nodes"].type)
            if self.filling.maybe(0.3):
                edge = (_of("node", self._more(row)), FieldNode(name=_name("cursor")))
                found.append(_of("edges", edge))
            if self.filling.maybe(0.3):
                found.append(_of("nodes", self._more(row)))
            if self.filling.maybe(0.3):
                info = ("hasNextPage", "hasPreviousPage", "startCursor", "endCursor")
                found.append(_of("pageInfo", [FieldNode(name=_name(n)) for n in info]))
        return found

    def _selection(self, kind: Any, node: SelectionNode) -> list[SelectionNode]:
        if isinstance(node, InlineFragmentNode):
            assert node.type_condition is not None
            inner = self.schema.type_map[node.type_condition.name.value]
            return [_fragment(inner, self._set(inner, node.selection_set))]
        assert isinstance(node, FieldNode)
        made = self._field(kind, node)
        found: SelectionNode = self._wrapped(kind, made) if self.filling.maybe(0.12) else made
        twice = made.selection_set is None and self.filling.maybe(0.05)
        return [found, made] if twice else [found]

    def _field(self, kind: GraphQLObjectType | GraphQLInterfaceType, node: FieldNode) -> FieldNode:
        definition = kind.fields[node.name.value]
        target = get_named_type(definition.type)
        alias = _name(self.chance.choice(ALIASES)) if self.filling.maybe(0.12) else None
        inner = node.selection_set and self._set(target, node.selection_set)
        self.filling.prefix = prefix_of(target.name)
        arguments = [
            made
            for argument in node.arguments or ()
            if (made := self.filling.argument(argument, definition.args[argument.name.value].type))
        ]
        return FieldNode(
            name=node.name,
            alias=alias,
            arguments=tuple(arguments),
            selection_set=inner,
            directives=tuple(self._condition()),
        )

    def _wrapped(self, kind: GraphQLNamedType, node: FieldNode) -> SelectionNode:
        selections = SelectionSetNode(selections=(node,))
        if self.filling.maybe(0.5):
            typed = self.filling.maybe(0.5)
            return InlineFragmentNode(
                type_condition=_type(kind) if typed else None,
                selection_set=selections,
                directives=tuple(self._condition()),
            )
        name = _name(f"Fragment{len(self.fragments)}")
        self.fragments.append(
            FragmentDefinitionNode(name=name, type_condition=_type(kind), selection_set=selections)
        )
        return FragmentSpreadNode(name=name, directives=tuple(self._condition()))

    def _condition(self) -> list[DirectiveNode]:
        if not self.filling.maybe(0.04):
            return []
        name = self.chance.choice(("skip", "include"))
        holds: ValueNode = BooleanValueNode(value=self.filling.maybe(0.5))
        if self.filling.maybe(0.7):
            holds = self.filling.variable(GraphQLNonNull(GraphQLBoolean), holds)
        return [DirectiveNode(name=_name(name), arguments=(_argument("if", holds),))]


def _of(name: str, selections: Sequence[SelectionNode]) -> FieldNode:
    """A field with what is selected of it, at least its type's name."""
    inner = tuple(selections) or (FieldNode(name=_name("__typename")),)
    return FieldNode(name=_name(name), selection_set=SelectionSetNode(selections=inner))


def _may_fail(node: SelectionNode) -> bool:
    """Whether it is a field that fails for some rows, or cannot be compiled."""
    return isinstance(node, FieldNode) and node.name.value in FAILING


def _fragment(kind: GraphQLNamedType, selections: SelectionSetNode) -> InlineFragmentNode:
    return InlineFragmentNode(type_condition=_type(kind), selection_set=selections)


def _name(value: str) -> NameNode:
    return NameNode(value=value)


def _type(kind: GraphQLNamedType) -> NamedTypeNode:
    return NamedTypeNode(name=_name(kind.name))


def _argument(name: str, value: ValueNode) -> ArgumentNode:
    return ArgumentNode(name=_name(name), value=value)


def dressed(schema: GraphQLSchema, document: DocumentNode, seeds: Sequence[int]) -> list[Dressed]:
    """Several queries of one document."""
    # nothing here is secret
    return [Dressing(schema, Random(seed)).dressed(document) for seed in seeds]  # noqa: S311
