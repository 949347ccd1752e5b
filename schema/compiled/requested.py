"""The arguments of one request, as the builder reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLField, get_argument_values

from core.reading.arguments import late
from core.reading.late import Binds, Given
from schema.compiled.places import Places


@dataclass(frozen=True)
class Requested:
    """Arguments by place; those that hold variables are late, so that the statement can be kept."""

    places: Places
    given: Given
    binds: Binds

    def arguments(self, field: GraphQLField, node: FieldNode) -> Mapping[str, Any]:
        """The arguments of a field, with late values where variables give them."""
        place = self.places.number(node)
        if place is None:
            return get_argument_values(field, node)
        return late(self.given[place], self.binds, place)
