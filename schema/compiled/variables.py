"""The variables of an operation, and the arguments that take them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import (
    ArgumentNode,
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    get_argument_values,
    get_variable_values,
    visit,
)
from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)
from graphql.execution.values import VariableValues, VariableValueSource, coerce_argument

from schema.compiled.coercing import Coerce, Coercions
from schema.compiled.uncompiled import Uncompiled


@dataclass(frozen=True)
class Variables:
    """The variables that an operation defines."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode

    def values(self, given: Mapping[str, object]) -> VariableValues:
        """The values of one request; Uncompiled if they do not fit."""
        if (quick := self._quickly(given)) is not None:
            return quick
        found = get_variable_values(self.schema, self._definitions, dict(given), max_errors=1)
        if isinstance(found, list):
            raise Uncompiled("variables that do not fit")
        return found

    def _quickly(self, given: Mapping[str, object]) -> VariableValues | None:
        """The values, if all are given and fit."""
        known = self._coercions
        if known is None or given.keys() != known.keys():
            return None
        try:
            values = {name: coerce(given[name]) for name, (_, coerce) in known.items()}
        except Exception:  # noqa: BLE001 - graphql-core tells why
            return None
        sources = {name: VariableValueSource(s, given[name]) for name, (s, _) in known.items()}
        return VariableValues(sources, values)

    @property
    def _definitions(self) -> Sequence[VariableDefinitionNode]:
        return self.operation.variable_definitions or ()

    @cached_property
    def _coercions(self) -> Mapping[str, tuple[GraphQLVariableSignature, Coerce]] | None:
        """How each variable is coerced; None if one is only by graphql-core."""
        found, coercions = {}, Coercions()
        for definition in self._definitions:
            signature = get_variable_signature(self.schema, definition)
            if isinstance(signature, GraphQLError):
                return None
            coerce = coercions.of(signature.type)
            if coerce is None:
                return None
            found[signature.name] = signature, coerce
        return found


@dataclass(frozen=True)
class Arguments:
    """The arguments of one field node, some of which hold variables."""

    field: GraphQLField
    node: FieldNode

    def values(self, variables: VariableValues) -> Mapping[str, Any]:
        """The values of one request; a GraphQLError if they do not fit."""
        constants, whole = self._parts
        values = dict(constants)
        for name, variable in whole.items():
            value = variables.coerced.get(variable)
            if value is None:
                # absent or null, which a default or the type has a word in
                return get_argument_values(self.field, self.node, variables)
            values[name] = value
        return values if whole else get_argument_values(self.field, self.node, variables)

    @cached_property
    def _parts(self) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """All arguments in order, and the variables of those that are nothing else.

        No variables if some stand within other values.
        """
        given = {argument.name.value: argument for argument in self.node.arguments or ()}
        constants: dict[str, Any] = {}
        whole: dict[str, str] = {}
        for name, definition in self.field.args.items():
            argument = given.get(name)
            if argument is not None and isinstance(argument.value, VariableNode):
                known = definition.out_name or name
                constants[known], whole[known] = None, argument.value.name.value
            elif argument is not None and has_variable(argument):
                return {}, {}
            else:
                coerce_argument(constants, self.node, name, definition, argument, None, None)
        return constants, whole


def has_variable(argument: ArgumentNode) -> bool:
    """Whether a variable stands anywhere in an argument."""
    finder = _Variables()
    visit(argument, finder)
    return finder.found


class _Variables(Visitor):
    found = False

    def enter_variable(self, *_: Any) -> None:
        self.found = True
