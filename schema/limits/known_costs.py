"""Costs of the operations of one document, computed once for the variables they depend on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode

from schema.limits.cost import check_cost
from schema.limits.settings import Limits

MOST = 100
"""Sets of values that are kept for an operation."""

MISSING = object()
"""In place of the value of a variable that is not given: its default counts."""


class Read(Mapping[str, object]):
    """Variables, and the names of those that somebody asked for."""

    def __init__(self, variables: Mapping[str, object]) -> None:
        self._variables = variables
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> object:
        return self._variables[name]

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return name in self._variables

    def __iter__(self) -> Iterator[str]:
        return iter(self._variables)

    def __len__(self) -> int:
        return len(self._variables)


@dataclass(slots=True)
class Known:
    """The variables that decide what an operation costs, and values that are within the limits."""

    names: frozenset[str] = frozenset()
    affordable: set[object] = field(default_factory=set)

    def key(self, variables: Mapping[str, object]) -> object:
        """The values that decide; of a list its length."""
        return tuple([_size(variables.get(name, MISSING)) for name in self.names])


@dataclass(slots=True)
class KnownCosts:
    """Checks operations of one document."""

    known: dict[int, Known] = field(default_factory=dict)

    def check(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object],
        limits: Limits,
    ) -> None:
        """As `check_cost`, which is asked only about values that are new."""
        known = self.known.get(id(operation))
        if known is None:
            known = self.known[id(operation)] = Known()
        if known.affordable and known.key(variables) in known.affordable:
            return
        read = Read(variables)
        check_cost(schema, document, operation, read, limits)
        if not read.names <= known.names or len(known.affordable) >= MOST:
            known.names |= read.names
            known.affordable.clear()
        known.affordable.add(known.key(variables))


def _size(value: object) -> object:
    if isinstance(value, list):
        return "list", len(value)
    if isinstance(value, bool | int):
        return type(value), value
    return MISSING if value is MISSING else None
