"""What a query asks of the rows below a field, read from its document before they are loaded."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from graphql import FieldNode, GraphQLResolveInfo, InlineFragmentNode, SelectionSetNode

from core.declare import Declared, Entity, PythonField

if TYPE_CHECKING:
    from core.registry import Registry


ResolveInfo = GraphQLResolveInfo[Any]
"""What graphql-core tells a resolver of the field it resolves."""


class Document:
    """The fragments of an operation, and how to look below its fields."""

    def __init__(self, info: ResolveInfo) -> None:
        self._fragments = info.fragments

    def fields(
        self, nodes: Sequence[FieldNode], type_names: frozenset[str] | None = None
    ) -> Iterator[FieldNode]:
        """The fields selected below nodes, for objects of the given types (all by default)."""
        for node in nodes:
            if node.selection_set is not None:
                yield from self._within(node.selection_set, type_names, set())

    def below(self, nodes: Sequence[FieldNode], name: str) -> list[FieldNode]:
        """The nodes of a field of that name below nodes."""
        return [node for node in self.fields(nodes) if node.name.value == name]

    def _within(
        self, selections: SelectionSetNode, types: frozenset[str] | None, seen: set[str]
    ) -> Iterator[FieldNode]:
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                yield selection
                continue
            if isinstance(selection, InlineFragmentNode):
                fragment = selection
            else:
                name = selection.name.value  # type: ignore[attr-defined]
                if name in seen:
                    continue
                seen.add(name)
                fragment = self._fragments[name]  # type: ignore[assignment]
            condition = fragment.type_condition
            if types is None or condition is None or condition.name.value in types:
                yield from self._within(fragment.selection_set, types, seen)


def asked(
    registry: "Registry", entity: Entity, document: Document, nodes: Sequence[FieldNode]
) -> tuple[str, ...]:
    """The names of an entity's fields selected below nodes, in no order, without doubles."""
    names = {n.name.value for n in document.fields(nodes, frozenset({entity.name, "Node"}))}
    found = registry.by_graphql_name(entity)
    return tuple(sorted(found[n].name for n in names if n in found))


def needed_columns(registry: "Registry", entity: Entity, fields: Sequence[str]) -> tuple[str, ...]:
    """The columns of the model that fields need, at least one: the key if there is one."""
    found = registry.fields(entity)
    columns = {"id"} if entity.is_node else set()
    for name in fields:
        columns.update(_needs(entity, found[name]))
    return tuple(sorted(columns)) or entity.columns[:1]


def _needs(entity: Entity, field: Declared | PythonField) -> tuple[str, ...]:
    return entity.columns if field.needs is None else field.needs
