"""The fields that an operation selects on objects of a type, in the order of the response."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NameNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)

from schema.compiled.uncompiled import Uncompiled

Fields = Mapping[str, Sequence[FieldNode]]
"""Field nodes by response key; several nodes of a key share one answer."""


@dataclass(frozen=True)
class Collecting:
    """Looks into selections with the fragments and the conditions of one request."""

    fragments: Mapping[str, FragmentDefinitionNode]
    conditions: Mapping[str, bool]

    def fields(self, nodes: Sequence[FieldNode], types: frozenset[str]) -> Fields:
        """What is selected below nodes, for an object of the given types."""
        found: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for node in nodes:
            if node.selection_set is not None:
                for field in self._within(node.selection_set, types, seen):
                    key = (field.alias or field.name).value
                    found.setdefault(key, []).append(field)
        return found

    def roots(self, selections: SelectionSetNode, name: str = "Query") -> Fields:
        """What an operation selects on Query, or another root."""
        node = FieldNode(name=NameNode(value="data"), selection_set=selections)
        return self.fields([node], frozenset({name}))

    def _within(
        self, selections: SelectionSetNode, types: frozenset[str], seen: set[str]
    ) -> Iterator[FieldNode]:
        for selection in selections.selections:
            if not self._included(selection):
                continue
            if isinstance(selection, FieldNode):
                yield selection
            elif (fragment := self._fragment(selection, seen)) is not None:
                condition = fragment.type_condition
                if condition is None or condition.name.value in types:
                    yield from self._within(fragment.selection_set, types, seen)

    def _fragment(
        self, selection: SelectionNode, seen: set[str]
    ) -> InlineFragmentNode | FragmentDefinitionNode | None:
        if isinstance(selection, InlineFragmentNode):
            return selection
        if not isinstance(selection, FragmentSpreadNode) or selection.name.value in seen:
            return None
        seen.add(selection.name.value)
        return self.fragments[selection.name.value]

    def _included(self, selection: SelectionNode) -> bool:
        for directive in selection.directives or ():
            if directive.name.value not in ("skip", "include"):
                raise Uncompiled(f"the directive @{directive.name.value}")
            if self._holds(directive) != (directive.name.value == "include"):
                return False
        return True

    def _holds(self, directive: DirectiveNode) -> bool:
        value = (directive.arguments or ())[0].value
        if isinstance(value, BooleanValueNode):
            return value.value
        if isinstance(value, VariableNode):
            return self.conditions[value.name.value]
        raise Uncompiled("a condition that is no boolean")
