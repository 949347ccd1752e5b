"""The places of a document whose arguments depend on variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    visit,
)

from schema.compiled.variables import Arguments, Variables, has_variable


@dataclass(frozen=True)
class Places:
    """The fields of one operation and its fragments that take variables, and its conditions."""

    variables: Variables
    fields: tuple[Arguments, ...]
    numbers: Mapping[int, int]
    conditions: tuple[str, ...]
    fragments: Mapping[str, FragmentDefinitionNode]

    def number(self, node: FieldNode) -> int | None:
        """The place of a field node; None if its arguments hold no variable."""
        return self.numbers.get(id(node))


def places_of(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> Places:
    """Find the places of an operation; done once per document."""
    fragments = [d for d in document.definitions if isinstance(d, FragmentDefinitionNode)]
    finder = _Finder(TypeInfo(schema))
    for definition in (operation, *fragments):
        visit(definition, TypeInfoVisitor(finder.types, finder))
    numbers = {id(field.node): number for number, field in enumerate(finder.fields)}
    known = {fragment.name.value: fragment for fragment in fragments}
    variables = Variables(schema, operation)
    return Places(variables, tuple(finder.fields), numbers, tuple(sorted(finder.conditions)), known)


class _Finder(Visitor):
    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.fields: list[Arguments] = []
        self.conditions: set[str] = set()
        self._directive = 0

    def enter_directive(self, *_: Any) -> None:
        self._directive += 1

    def leave_directive(self, *_: Any) -> None:
        self._directive -= 1

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        if self._directive:
            self.conditions.add(node.name.value)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        field = self.types.get_field_def()
        if field is not None and any(map(has_variable, node.arguments or ())):
            self.fields.append(Arguments(field, node))
