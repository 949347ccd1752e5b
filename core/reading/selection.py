"""What a query asks of the rows below a field, read from its document before they are loaded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_argument_values,
)
from graphql.execution.values import VariableValues

from core.declare import Connection, Declared, Entity, PythonField, ToMany, ToOne

if TYPE_CHECKING:
    from core.registry import Registry


ResolveInfo = GraphQLResolveInfo[Any]
"""What graphql-core tells a resolver of the field it resolves."""

Nodes = Sequence[FieldNode]
"""The nodes of a document that share one answer."""


Leading = ToOne | ToMany | Connection
"""A field of a row that leads to other rows."""


class Document:
    """An operation as one request asks it, and how to look below its fields."""

    def __init__(self, info: ResolveInfo) -> None:
        self.operation = info.operation
        self._schema = info.schema
        # Strawberry hands on the values alone, without where they came from
        self._variables = VariableValues({}, cast(dict[str, Any], info.variable_values))
        self._fragments = info.fragments

    def fields(
        self, nodes: Nodes, types: frozenset[str] | None = None
    ) -> Mapping[str, list[FieldNode]]:
        """The fields selected below nodes, by response key, for objects of the given types."""
        found: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for node in nodes:
            if node.selection_set is not None:
                for field in self._within(node.selection_set, types, seen):
                    key = (field.alias or field.name).value
                    found.setdefault(key, []).append(field)
        return found

    def below(self, nodes: Nodes, name: str) -> list[FieldNode]:
        """The nodes of a field of that name below nodes."""
        return [node for same in self.each(nodes, name) for node in same]

    def each(self, nodes: Nodes, name: str) -> list[Nodes]:
        """As `below`, those of each response key together."""
        return [same for same in self.fields(nodes).values() if same[0].name.value == name]

    def arguments(self, kind: str, node: FieldNode) -> dict[str, Any] | None:
        """The arguments of a field of a type; None if they do not fit, which the field tells."""
        field = cast(GraphQLObjectType, self._schema.type_map[kind]).fields[node.name.value]
        try:
            return get_argument_values(field, node, self._variables)
        except GraphQLError:
            return None

    def _within(
        self, selections: SelectionSetNode, types: frozenset[str] | None, seen: set[str]
    ) -> Iterator[FieldNode]:
        for selection in selections.selections:
            if not all(map(self._includes, selection.directives or ())):
                continue
            if isinstance(selection, FieldNode):
                yield selection
            elif (fragment := self._fragment(selection, seen)) is not None:
                condition = fragment.type_condition
                if types is None or condition is None or condition.name.value in types:
                    yield from self._within(fragment.selection_set, types, seen)

    def _fragment(self, selection: SelectionNode, seen: set[str]) -> Any:
        if not isinstance(selection, FragmentSpreadNode):
            return selection if isinstance(selection, InlineFragmentNode) else None
        name = selection.name.value
        if name in seen:
            return None
        seen.add(name)
        return self._fragments[name]

    def _includes(self, directive: DirectiveNode) -> bool:
        if directive.name.value not in ("skip", "include"):
            return True
        value: Any = (directive.arguments or ())[0].value
        known = isinstance(value, BooleanValueNode)
        holds = value.value if known else self._variables.coerced.get(value.name.value)
        return bool(holds) == (directive.name.value == "include")


@dataclass(frozen=True)
class Selected:
    """What a document selects of rows of an entity: its fields, and those that lead to rows."""

    fields: tuple[str, ...]
    leading: Sequence[tuple[Leading, Nodes]]


def selected(
    registry: "Registry", entity: Entity, document: Document, groups: Iterable[Nodes]
) -> Selected:
    """What is selected below nodes, each group of which shares an answer."""
    known = registry.by_graphql_name(entity)
    types = frozenset({entity.name, "Node"})
    names: set[str] = set()
    leading = []
    for nodes in groups:
        for same in document.fields(nodes, types).values():
            field = known.get(same[0].name.value)
            if field is not None:
                names.add(field.name)
            if isinstance(field, Leading):
                leading.append((field, same))
    return Selected(tuple(sorted(names)), leading)


def needed_columns(registry: "Registry", entity: Entity, fields: Sequence[str]) -> tuple[str, ...]:
    """The columns of the model that fields need, at least one: the key if there is one."""
    found = registry.fields(entity)
    columns = {"id"} if entity.is_node else set()
    for name in fields:
        columns.update(_needs(entity, found[name]))
    return tuple(sorted(columns)) or entity.columns[:1]


def _needs(entity: Entity, field: Declared | PythonField) -> tuple[str, ...]:
    return entity.columns if field.needs is None else field.needs
