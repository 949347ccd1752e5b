"""How many items a field may return, as far as the request tells."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInputField,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    ValueNode,
    VariableNode,
)

from schema.limits.errors import require
from schema.limits.settings import Limits

INTROSPECTION_LISTS = {
    "types": 100,
    "fields": 10,
    "enumValues": 10,
    "directives": 10,
    "inputFields": 5,
    "possibleTypes": 5,
    "locations": 5,
    "interfaces": 2,
    "args": 2,
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Reads sizes from arguments, with the variables of one request."""

    operation: OperationDefinitionNode
    variables: Mapping[str, object]
    limits: Limits

    def page(self, field: GraphQLField, node: FieldNode) -> int | None:
        """The page size of a connection, or None if the field has no pages."""
        asked = [self.argument(node, name) for name in ("first", "last") if name in field.args]
        for size in asked:
            if isinstance(size, int) and not isinstance(size, bool):
                largest = declared(field, "largest_page") or self.limits.max_page_size
                require("page_size", size, largest, [node])
                return max(size, 0)
        return declared(field, "page_size") or (self.limits.default_page_size if asked else None)

    def plain_list(self, node: FieldNode) -> int:
        """The length of a list without pages: of its `ids`, or the default."""
        ids = self.argument(node, "ids")
        return len(ids) if isinstance(ids, list) else self.limits.default_list_size

    def argument(self, node: FieldNode, name: str) -> object:
        """What is given for an argument: an int, a list, or None for all else."""
        for argument in node.arguments or ():
            if argument.name.value == name:
                return self.value(argument.value)
        return None

    def value(self, node: ValueNode | None) -> object:
        """The value of a literal or variable, as far as it can be a size."""
        if isinstance(node, VariableNode):
            name = node.name.value
            return self.variables[name] if name in self.variables else self.default(name)
        if isinstance(node, IntValueNode):
            # A longer literal than 32 bits can hold is refused by validation.
            return int(node.value[:10])
        if isinstance(node, ListValueNode):
            return list(node.values)
        return None

    def default(self, name: str) -> object:
        """The default of a variable that is not given."""
        for definition in self.operation.variable_definitions or ():
            if definition.variable.name.value == name:
                return self.value(definition.default_value)
        return None


def declared(field: GraphQLField | GraphQLInputField, name: str) -> int | None:
    """A size in the field's extensions, or in its Strawberry field's metadata."""
    strawberry_field = field.extensions.get("strawberry-definition")
    metadata: Mapping[str, object] = getattr(strawberry_field, "metadata", None) or {}
    size = field.extensions.get(name, metadata.get(name))
    return size if isinstance(size, int) else None
