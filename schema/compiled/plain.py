"""Plain values as an answer shows them: what payloads of mutations are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    is_leaf_type,
)
from graphql.pyutils import Undefined
from strawberry.execution import optimized_is_awaitable

from schema.compiled.collecting import Collecting
from schema.compiled.uncompiled import Uncompiled
from schema.functions import Tell
from schema.resolvers import Show

Write = Callable[[Any], Any]
"""What an answer shows of a value; Unplain, or any other error, if graphql-core must tell."""


class Unplain(Exception):
    """A value is not what its type says, or comes later."""


@dataclass(frozen=True)
class Plain:
    """Finds out once how values of a type are shown; Uncompiled if they are no plain ones."""

    collecting: Collecting

    def write(self, kind: GraphQLOutputType, nodes: Sequence[FieldNode]) -> Write:
        """How the values are shown that nodes select."""
        if isinstance(kind, GraphQLNonNull):
            return _required(self.write(kind.of_type, nodes))
        if isinstance(kind, GraphQLList):
            return _list(self.write(kind.of_type, nodes))
        if isinstance(kind, GraphQLObjectType):
            return self._object(kind, nodes)
        if is_leaf_type(kind):
            return _leaf(kind.coerce_output_value)
        raise Uncompiled(f"{kind} may be of several types")

    def _object(self, kind: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Write:
        if kind.is_type_of is not None:
            raise Uncompiled(f"{kind} finds out what is of it")
        fields = self.collecting.fields(nodes, frozenset({kind.name}))
        parts = [(key, *self._field(kind, same)) for key, same in fields.items()]

        def write(value: Any) -> Any:
            if value is None:
                return None
            known = _present(value)
            return {key: show(read(known)) for key, read, show in parts}

        return write

    def _field(
        self, kind: GraphQLObjectType, nodes: Sequence[FieldNode]
    ) -> tuple[Callable[[Any], Any], Write]:
        name = nodes[0].name.value
        if name == "__typename":
            return (lambda _: kind.name), str
        field = kind.fields[name]
        return _read(field), self.write(field.type, nodes)


def _read(field: GraphQLField) -> Callable[[Any], Any]:
    """How a field is found that needs nothing but the object it is of."""
    if isinstance(field.resolve, Show):
        return field.resolve.read
    if isinstance(field.resolve, Tell):
        return field.resolve.of
    raise Uncompiled("a field that has a function of its own")


def _required(write: Write) -> Write:
    def required(value: Any) -> Any:
        found = write(value)
        if found is None:
            raise Unplain
        return found

    return required


def _list(write: Write) -> Write:
    def items(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise Unplain
        return [write(item) for item in value]

    return items


def _leaf(coerce: Write) -> Write:
    def leaf(value: Any) -> Any:
        if value is None:
            return None
        found = coerce(_present(value))
        if found is None or found is Undefined:
            raise Unplain
        return found

    return leaf


def _present(value: Any) -> Any:
    """A value that is there, and no error."""
    if isinstance(value, Exception) or optimized_is_awaitable(value):
        raise Unplain
    return value
