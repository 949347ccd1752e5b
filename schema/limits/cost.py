"""The cost of an operation: the fields of its answer, page sizes multiplied in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_introspection_type,
    is_list_type,
)
from graphql.type import SchemaMetaFieldDef, TypeMetaFieldDef

from schema.limits.errors import SATURATED, require
from schema.limits.settings import Limits
from schema.limits.sizes import INTROSPECTION_LISTS, Sizes

META_FIELDS = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


class Cost(NamedTuple):
    """Fields of an answer, those of introspection apart."""

    fields: int = 0
    introspection: int = 0

    def plus(self, other: "Cost") -> "Cost":
        """The sum of two costs."""
        return Cost(self.fields + other.fields, self.introspection + other.introspection)

    def times(self, size: int) -> "Cost":
        """The cost of as many items; it stops growing at SATURATED."""
        return Cost(min(self.fields * size, SATURATED), min(self.introspection * size, SATURATED))


def check_cost(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, object],
    limits: Limits,
) -> Cost:
    """The cost of a valid document's operation; raise a GraphQLError if it is too high."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    meter = Meter(schema, fragments, Sizes(operation, variables, limits))
    root = schema.get_root_type(operation.operation)
    cost = meter.selections(operation.selection_set, root, None)
    require("cost", cost.fields, limits.max_cost)
    require("introspection_cost", cost.introspection, limits.max_introspection_cost)
    return cost


@dataclass(slots=True)
class Meter:
    """Adds up costs; each fragment once per page size, whatever the number of its spreads."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    sizes: Sizes
    known: dict[tuple[str, int | None], Cost] = field(default_factory=dict)

    def selections(
        self, node: SelectionSetNode, parent: GraphQLNamedType | None, page: int | None
    ) -> Cost:
        """The cost of a selection set; `page` is the page size of the connection it is of."""
        total = Cost()
        for selection in node.selections:
            total = total.plus(self.selection(selection, parent, page))
        return total

    def selection(
        self, node: SelectionNode, parent: GraphQLNamedType | None, page: int | None
    ) -> Cost:
        """The cost of a field, a spread or an inline fragment."""
        if isinstance(node, FieldNode):
            return self.field(node, parent, page)
        if isinstance(node, InlineFragmentNode):
            return self.inline_fragment(node, parent, page)
        if isinstance(node, FragmentSpreadNode):
            return self.fragment(node.name.value, page)
        return Cost()

    def inline_fragment(
        self, node: InlineFragmentNode, parent: GraphQLNamedType | None, page: int | None
    ) -> Cost:
        """The cost of an inline fragment."""
        if node.type_condition:
            parent = self.schema.get_type(node.type_condition.name.value)
        return self.selections(node.selection_set, parent, page)

    def fragment(self, name: str, page: int | None) -> Cost:
        """The cost of a fragment, remembered."""
        if (name, page) not in self.known:
            definition = self.fragments[name]
            parent = self.schema.get_type(definition.type_condition.name.value)
            self.known[name, page] = self.selections(definition.selection_set, parent, page)
        return self.known[name, page]

    def field(self, node: FieldNode, parent: GraphQLNamedType | None, page: int | None) -> Cost:
        """One for the field, and its selections as often as it may have items."""
        definition = find_field(parent, node.name.value)
        if definition is None or node.selection_set is None:
            return Cost(1)
        own_page = self.sizes.page(definition, node)
        size = self.items(definition, node, parent, page if own_page is None else own_page)
        nested = None if is_list_type(get_nullable_type(definition.type)) else own_page
        inside = self.selections(node.selection_set, get_named_type(definition.type), nested)
        cost = inside.times(size).plus(Cost(1))
        return Cost(0, cost.fields) if node.name.value in META_FIELDS else cost

    def items(
        self,
        definition: GraphQLField,
        node: FieldNode,
        parent: GraphQLNamedType | None,
        page: int | None,
    ) -> int:
        """How often the selections of a field may be answered."""
        if not is_list_type(get_nullable_type(definition.type)):
            return 1
        if parent is not None and is_introspection_type(parent):
            return INTROSPECTION_LISTS.get(node.name.value, self.sizes.limits.default_list_size)
        return self.sizes.plain_list(node) if page is None else page


def find_field(parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    """The definition of a field, those of introspection included."""
    fields: Mapping[str, GraphQLField] = getattr(parent, "fields", {})
    return META_FIELDS.get(name) or fields.get(name)
