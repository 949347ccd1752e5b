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
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    get_argument_values,
    get_nullable_type,
    get_variable_values,
    visit,
)
from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)
from graphql.execution.values import VariableValues, VariableValueSource, coerce_argument

from schema.compiled.uncompiled import Uncompiled

TAKEN_AS_THEY_ARE = {"Boolean": bool, "ID": str, "String": str}
"""Scalars whose values of this Python type are not changed by coercion."""


@dataclass(frozen=True)
class Variables:
    """The variables that an operation defines."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode

    def values(self, given: Mapping[str, object]) -> VariableValues:
        """The values of one request; Uncompiled if they do not fit."""
        if self._plain is not None and len(given) == len(self._plain):
            values = {
                n: given[n] for n, (_, kind) in self._plain.items() if type(given.get(n)) is kind
            }
            if len(values) == len(given):
                return VariableValues(
                    {
                        n: VariableValueSource(known, values[n])
                        for n, (known, _) in self._plain.items()
                    },
                    values,
                )
        found = get_variable_values(self.schema, self._definitions, dict(given), max_errors=1)
        if isinstance(found, list):
            raise Uncompiled("variables that do not fit")
        return found

    @property
    def _definitions(self) -> Sequence[VariableDefinitionNode]:
        return self.operation.variable_definitions or ()

    @cached_property
    def _plain(self) -> Mapping[str, tuple[GraphQLVariableSignature, type]] | None:
        """Each variable with the type of values taken as they are; None if one has no such type."""
        plain = {}
        for definition in self._definitions:
            signature = get_variable_signature(self.schema, definition)
            if isinstance(signature, GraphQLError):
                return None
            kind = get_nullable_type(signature.type)
            if not isinstance(kind, GraphQLScalarType) or kind.name not in TAKEN_AS_THEY_ARE:
                return None
            plain[signature.name] = signature, TAKEN_AS_THEY_ARE[kind.name]
        return plain


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
