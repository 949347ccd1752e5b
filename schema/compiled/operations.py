"""Operations of documents that are kept, with what is found out once about each."""

from dataclasses import dataclass

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode

from core.recent import Recent
from schema.compiled.places import Places, places_of

MOST_OPERATIONS = 500
"""Operations kept; the last used."""


@dataclass(frozen=True, eq=False)
class Known:
    """An operation and its places; it keeps the operation, whose id then is no other's."""

    operation: OperationDefinitionNode
    places: Places


class Operations:
    """The operations of one schema that are known."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._known: Recent[int, Known] = Recent(MOST_OPERATIONS)

    def known(self, document: DocumentNode, operation: OperationDefinitionNode) -> Known:
        """What is known of an operation."""
        # by identity: equal documents have different nodes, and hashing one reads all of it
        key = id(operation)
        known = self._known.get(key)
        if known is None:
            places = places_of(self._schema, document, operation)
            known = self._known[key] = Known(operation, places)
        return known
